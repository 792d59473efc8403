package dev.streamgrad.training.host;

import dev.streamgrad.actor.ActingMeter;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.kafka.KafkaActing;
import dev.streamgrad.actor.kafka.KafkaAgentLog;
import dev.streamgrad.actor.kafka.KafkaPolicySource;
import dev.streamgrad.actor.kafka.RejectedRecords;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulators of an embedded training: each is a thread with a share of the agents and its own Kafka clients. */
final class InProcessSimulators implements RunningSimulators {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessSimulators.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long BEGINNING = KafkaAgentLog.FROM_THE_BEGINNING;

    private final List<Simulator> simulators = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread starter;
    private volatile boolean closed;

    private record Simulator(KafkaActing acting, Thread thread) {}

    private InProcessSimulators(
            TrainingSpec spec, EnvironmentRegistry registry, int count, Map<String, Object> client, TopicNames names) {
        starter = thread("simulators", () -> act(spec, registry, count, client, names));
    }

    /** Starts the agents at their positions in the log, as soon as these are known. */
    static InProcessSimulators start(
            TrainingSpec spec, EnvironmentRegistry registry, int count, Map<String, Object> client, TopicNames names) {
        InProcessSimulators running = new InProcessSimulators(spec, registry, count, client, names);
        running.starter.start();
        return running;
    }

    private void act(
            TrainingSpec spec,
            EnvironmentRegistry registry,
            int simulators,
            Map<String, Object> client,
            TopicNames names) {
        List<ResumePoint> starts = starts(spec, client, names);
        RejectedRecords rejected = new RejectedRecords(() -> {});
        int count = Math.min(simulators, starts.size());
        for (int i = 0; i < count && !closed; i++) {
            List<ResumePoint> share = starts.subList(i * starts.size() / count, (i + 1) * starts.size() / count);
            AgentPool pool = new AgentPool(spec, registry, share);
            add(new KafkaActing(client, names, spec, BEGINNING, ActingMeter.none(), rejected), pool, i);
        }
    }

    /** The agents' positions; empty if this is closed before they are known. */
    private List<ResumePoint> starts(TrainingSpec spec, Map<String, Object> client, TopicNames names) {
        try (KafkaPolicySource policies =
                new KafkaPolicySource(client, names.policies(), spec, BEGINNING, new RejectedRecords(() -> {}))) {
            return KafkaAgentLog.starts(
                    client,
                    names.transitions(),
                    KafkaAgentLog.Question.ofAll(spec, policies.position(() -> {})),
                    KafkaAgentLog.Claims.UNCONTESTED);
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("Closed before the agents started", e);
            return List.of();
        }
    }

    private void add(KafkaActing acting, AgentPool pool, int number) {
        Thread thread = thread("simulator-" + number, () -> acting.run(pool, () -> {}));
        simulators.add(new Simulator(acting, thread));
        thread.start();
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, problem) -> failure.compareAndSet(null, problem));
        return thread;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        closed = true;
        starter.interrupt();
        await(starter);
        simulators.forEach(simulator -> simulator.acting().stop());
        for (Simulator simulator : simulators) {
            await(simulator.thread());
            simulator.acting().close();
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
