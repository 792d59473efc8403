package dev.streamgrad.cli.train;

import dev.streamgrad.cli.embedded.EmbeddedFlink;
import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.simulator.acting.ActingLoop;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.acting.AgentStart;
import dev.streamgrad.simulator.acting.TransitionSink;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.kafka.KafkaAgentLog;
import dev.streamgrad.simulator.kafka.KafkaPolicySource;
import dev.streamgrad.simulator.kafka.KafkaTransitionSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real mini cluster with the real job, open to whatever a test sends or breaks. */
public final class Rig implements AutoCloseable {

    static final TopicNames NAMES = TopicNames.DEFAULT;

    private final EmbeddedKafka kafka;
    private final boolean ownsKafka;
    private final TopicNames names;
    private final EmbeddedFlink flink;
    private final Map<String, Object> client;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Starts both, and the job after {@code adjust}. */
    public Rig(Path directory, int partitions, Consumer<StreamExecutionEnvironment> adjust) throws Exception {
        this(
                EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.empty()),
                true,
                NAMES,
                directory,
                partitions,
                adjust);
    }

    private Rig(
            EmbeddedKafka kafka,
            boolean ownsKafka,
            TopicNames names,
            Path directory,
            int partitions,
            Consumer<StreamExecutionEnvironment> adjust)
            throws Exception {
        this.kafka = kafka;
        this.ownsKafka = ownsKafka;
        this.names = names;
        KafkaAccess access = kafka.access();
        client = access.client();
        new Topics(access, names).ensure(partitions, Optional.empty());
        flink = EmbeddedFlink.start(directory.resolve("checkpoints"), 1);
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        flink.submit(names.prefix(), Optional.empty(), environment -> {
            new KafkaEnds(names, access.properties()).build(environment);
            adjust.accept(environment);
        });
    }

    /** One more job on the same broker, in a mini cluster of its own. */
    Rig beside(TopicNames topics, Path directory, int partitions) throws Exception {
        return new Rig(kafka, false, topics, directory, partitions, environment -> {});
    }

    void submit(TrainingSpec spec) throws Exception {
        byte[] key = Keys.trainingSpec(spec.policyId(), spec.revision()).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(names.trainingSpecs(), key, Codecs.TRAINING_SPEC.encode(spec)))
                .get();
    }

    /** How the broker is reached. */
    public KafkaAccess access() {
        return kafka.access();
    }

    /** Puts bytes into the transitions topic, where an agent's blocks are. */
    void inject(TrainingSpec spec, int agent, byte[] value) {
        int partition = Partitions.of(
                spec.policyId(),
                agent,
                producer.partitionsFor(names.transitions()).size());
        byte[] key = Keys.agent(spec.policyId(), agent).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(names.transitions(), partition, key, value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts bytes under a key of a topic with one partition. */
    void send(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets all agents act from where the log leaves them; each block passes through {@code tampering} on its way. */
    public Acting act(TrainingSpec spec, UnaryOperator<TransitionSink> tampering) {
        KafkaPolicySource policies = new KafkaPolicySource(client, names.policies(), spec, 0, (record, reason) -> {});
        KafkaTransitionSink transitions = new KafkaTransitionSink(client, names.transitions());
        KafkaAgentLog.Question question = KafkaAgentLog.Question.ofAll(spec, policies.position(() -> {}));
        AgentPool pool = new AgentPool(spec, EnvironmentRegistry.standard(), starts(question));
        ActingLoop loop = new ActingLoop(spec, pool, policies, tampering.apply(transitions));
        Thread thread = new Thread(loop::run, "agents-of-" + spec.policyId());
        thread.setDaemon(true);
        thread.start();
        Acting acting = new Acting(loop, policies, transitions, thread);
        open.add(acting);
        return acting;
    }

    private List<AgentStart> starts(KafkaAgentLog.Question question) {
        try {
            return KafkaAgentLog.starts(client, names.transitions(), question);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the job; the broker stays. */
    void endJob() {
        flink.close();
    }

    /** Deletes everything that the transitions topic has, as its bound may. */
    void deleteTransitions() throws Exception {
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            producer.partitionsFor(names.transitions())
                    .forEach(info -> ends.put(new TopicPartition(info.topic(), info.partition()), OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            admin.deleteRecords(all).all().get();
        }
    }

    /** Agents that act. */
    public record Acting(ActingLoop loop, KafkaPolicySource policies, KafkaTransitionSink transitions, Thread thread)
            implements AutoCloseable {

        /** Ends them before their next step. */
        @Override
        public void close() {
            loop.close();
            policies.close();
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            transitions.close();
        }
    }

    /** Follows a policy to its last version. */
    Runs follow(TrainingSpec spec, Duration patience) {
        Runs runs = new Runs();
        long deadline = System.nanoTime() + patience.toNanos();
        try (Feed feed = new Feed(client, names, spec, runs)) {
            while (!complete(runs)) {
                feed.poll(Duration.ofMillis(100));
                flink.failure().ifPresent(problem -> {
                    throw new AssertionError("The job ended", problem);
                });
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("No last version of " + spec.policyId() + " within " + patience
                            + "; the newest is " + (runs.policies.size() - 1));
                }
            }
        }
        return runs;
    }

    private static boolean complete(Runs runs) {
        return runs.policies.values().stream()
                .anyMatch(policy -> policy.last()
                        && runs.metrics.stream().anyMatch(update -> update.version() == policy.version()));
    }

    /** Every record of a topic. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        return all(kafka, topic);
    }

    /** Every record of a topic. */
    static List<ConsumerRecord<byte[], byte[]>> all(EmbeddedKafka kafka, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.access().client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable part : open) {
                part.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            producer.close();
            flink.close();
            if (ownsKafka) {
                kafka.close();
            }
        }
    }
}
