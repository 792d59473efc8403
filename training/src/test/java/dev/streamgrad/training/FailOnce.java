package dev.streamgrad.training;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.util.Collector;

/** Makes one operator of a job fail once, after it has processed some elements. Wraps the real operator, which does the work. */
@SuppressWarnings({"serial", "try", "SameNameButDifferent"
}) // what Flink ships is serializable, even if its declared type is not
record FailOnce(String operator) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Elements that an operator may still process, by operator; static, since the job's copies must share it. */
    private static final Map<String, AtomicInteger> LEFT = new ConcurrentHashMap<>();

    private static volatile Optional<Path> checkpoints = Optional.empty();

    /** Makes the operator with this uid fail after {@code elements} more elements. */
    static void in(StreamExecutionEnvironment environment, String uid, int elements) {
        checkpoints = Optional.empty();
        LEFT.put(uid, new AtomicInteger(elements));
        FailOnce failure = new FailOnce(uid);
        Transformation<?> found = environment.getTransformations().stream()
                .filter(transformation -> uid.equals(transformation.getUid()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The job has no operator " + uid));
        String simple = found.getClass().getSimpleName();
        if (simple.equals("KeyedBroadcastStateTransformation")) {
            wrap(
                    found,
                    "userFunction",
                    inner -> failure.new Broadcast<>((KeyedBroadcastProcessFunction<?, ?, ?, ?>) inner));
        } else if (simple.equals("SinkTransformation")) {
            wrap(found, "sink", inner -> failure.new FailingSink<>((Sink<?>) inner));
        } else {
            wrap(found, "operatorFactory", inner -> {
                Object operator = ((SimpleOperatorFactory<?>) inner).getOperator();
                wrapIn(AbstractUdfStreamOperator.class, operator, "userFunction", failure::function);
                return inner;
            });
        }
    }

    /** Delays failures until this directory has a checkpoint to restart from. */
    static void afterACheckpointIn(Path directory) {
        checkpoints = Optional.of(directory);
    }

    private static boolean ready() {
        if (checkpoints.isEmpty()) {
            return true;
        }
        try (Stream<Path> files = Files.walk(checkpoints.get(), 3)) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
        } catch (IOException | UncheckedIOException e) {
            return false; // the cluster deletes files meanwhile
        }
    }

    /** Whether the operator has failed. */
    static boolean happened(String uid) {
        return left(uid).get() < 0;
    }

    private Object function(Object inner) {
        return inner instanceof ProcessFunction<?, ?> process
                ? new Elements<>(process)
                : new TwoInputs<>((KeyedCoProcessFunction<?, ?, ?, ?>) inner);
    }

    private static AtomicInteger left(String uid) {
        return Objects.requireNonNull(LEFT.get(uid));
    }

    private void failIfDue() {
        if (left(operator).get() >= 0 && ready() && left(operator).getAndDecrement() == 0) {
            throw new IllegalStateException("An induced failure of " + operator);
        }
    }

    private interface Wrapping {
        Object around(Object inner);
    }

    private static void wrap(Transformation<?> found, String field, Wrapping wrapping) {
        wrapIn(found.getClass(), found, field, wrapping);
    }

    private static void wrapIn(Class<?> type, Object owner, String name, Wrapping wrapping) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            field.set(owner, wrapping.around(field.get(owner)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private final class Elements<I, O> extends ProcessFunction<I, O> {
        private static final long serialVersionUID = 1L;
        private final ProcessFunction<I, O> inner;

        Elements(ProcessFunction<I, O> inner) {
            this.inner = inner;
        }

        @Override
        public void setRuntimeContext(RuntimeContext context) {
            inner.setRuntimeContext(context);
        }

        @Override
        public void open(OpenContext context) throws Exception {
            inner.open(context);
        }

        @Override
        public void close() throws Exception {
            inner.close();
        }

        @Override
        public void processElement(I value, Context context, Collector<O> out) throws Exception {
            failIfDue();
            inner.processElement(value, context, out);
        }
    }

    private final class TwoInputs<K, A, B, O> extends KeyedCoProcessFunction<K, A, B, O> {
        private static final long serialVersionUID = 1L;
        private final KeyedCoProcessFunction<K, A, B, O> inner;

        TwoInputs(KeyedCoProcessFunction<K, A, B, O> inner) {
            this.inner = inner;
        }

        @Override
        public void setRuntimeContext(RuntimeContext context) {
            inner.setRuntimeContext(context);
        }

        @Override
        public void open(OpenContext context) throws Exception {
            inner.open(context);
        }

        @Override
        public void close() throws Exception {
            inner.close();
        }

        @Override
        public void processElement1(A value, Context context, Collector<O> out) throws Exception {
            inner.processElement1(value, context, out);
            failIfDue();
        }

        @Override
        public void processElement2(B value, Context context, Collector<O> out) throws Exception {
            inner.processElement2(value, context, out);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
            inner.onTimer(timestamp, context, out);
        }
    }

    private final class Broadcast<K, A, B, O> extends KeyedBroadcastProcessFunction<K, A, B, O> {
        private static final long serialVersionUID = 1L;
        private final KeyedBroadcastProcessFunction<K, A, B, O> inner;

        Broadcast(KeyedBroadcastProcessFunction<K, A, B, O> inner) {
            this.inner = inner;
        }

        @Override
        public void setRuntimeContext(RuntimeContext context) {
            inner.setRuntimeContext(context);
        }

        @Override
        public void open(OpenContext context) throws Exception {
            inner.open(context);
        }

        @Override
        public void close() throws Exception {
            inner.close();
        }

        @Override
        public void processElement(A value, ReadOnlyContext context, Collector<O> out) throws Exception {
            inner.processElement(value, context, out);
            failIfDue();
        }

        @Override
        public void processBroadcastElement(B value, Context context, Collector<O> out) throws Exception {
            inner.processBroadcastElement(value, context, out);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
            inner.onTimer(timestamp, context, out);
        }
    }

    private final class FailingSink<I> implements Sink<I> {
        private static final long serialVersionUID = 1L;
        private final Sink<I> inner;

        FailingSink(Sink<I> inner) {
            this.inner = inner;
        }

        @Override
        public SinkWriter<I> createWriter(WriterInitContext context) throws IOException {
            SinkWriter<I> writer = inner.createWriter(context);
            return new SinkWriter<>() {
                @Override
                public void write(I element, Context context) throws IOException, InterruptedException {
                    failIfDue();
                    writer.write(element, context);
                }

                @Override
                public void flush(boolean endOfInput) throws IOException, InterruptedException {
                    writer.flush(endOfInput);
                }

                @Override
                public void close() throws Exception {
                    writer.close();
                }
            };
        }
    }
}
