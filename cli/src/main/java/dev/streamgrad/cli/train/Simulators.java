package dev.streamgrad.cli.train;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.acting.ActingMeter;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.acting.AgentStart;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.kafka.KafkaActing;
import dev.streamgrad.simulator.kafka.KafkaAgentLog;
import dev.streamgrad.simulator.kafka.KafkaPolicySource;
import dev.streamgrad.simulator.kafka.RefusedRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The simulators of an embedded training, each a thread with its share of the agents and its own ends on Kafka. */
final class Simulators implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;
    private static final long BEGINNING = KafkaAgentLog.FROM_THE_BEGINNING;

    private final List<Simulator> simulators = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private record Simulator(KafkaActing acting, Thread thread) {}

    private Simulators() {}

    /** Starts the agents where the log leaves them. */
    static Simulators start(
            TrainingSpec spec,
            EnvironmentRegistry registry,
            EmbeddedSettings settings,
            Map<String, Object> client,
            TopicNames names) {
        List<AgentStart> starts = KafkaAgentLog.starts(
                client, names.transitions(), KafkaAgentLog.Question.ofAll(spec, newestVersion(spec, client, names)));
        Simulators running = new Simulators();
        RefusedRecords refused = new RefusedRecords(() -> {});
        int count = Math.min(settings.simulators(), starts.size());
        for (int i = 0; i < count; i++) {
            List<AgentStart> share = starts.subList(i * starts.size() / count, (i + 1) * starts.size() / count);
            AgentPool pool = new AgentPool(spec, registry, share);
            running.add(new KafkaActing(client, names, spec, BEGINNING, ActingMeter.none(), refused), pool, i);
        }
        return running;
    }

    /** Before the log is read: the learner may have gone past what an agent failed to send. */
    private static long newestVersion(TrainingSpec spec, Map<String, Object> client, TopicNames names) {
        try (KafkaPolicySource policies =
                new KafkaPolicySource(client, names.policies(), spec, BEGINNING, new RefusedRecords(() -> {}))) {
            return policies.newestVersion();
        }
    }

    private void add(KafkaActing acting, AgentPool pool, int number) {
        Thread thread = new Thread(() -> acting.run(pool), "simulator-" + number);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, problem) -> failure.compareAndSet(null, problem));
        simulators.add(new Simulator(acting, thread));
        thread.start();
    }

    /** Why a simulator gave up; empty while all act or have ended in order. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        simulators.forEach(simulator -> simulator.acting().stop());
        for (Simulator simulator : simulators) {
            try {
                simulator.thread().join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            simulator.acting().close();
        }
    }
}
