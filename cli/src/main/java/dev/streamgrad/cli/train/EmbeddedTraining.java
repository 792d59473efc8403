package dev.streamgrad.cli.train;

import dev.streamgrad.cli.embedded.EmbeddedFlink;
import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training through a real Kafka broker, a real Flink mini cluster and simulators, all in this process. What is in the run directory
 * is taken up again: the broker's log, the newest checkpoint, and each agent where the log leaves it.
 */
public final class EmbeddedTraining {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTraining.class);
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int LAST_POLLS = 100;

    private final TrainingSpec spec;
    private final EnvironmentRegistry registry;
    private final EmbeddedSettings settings;
    private final RunDirectory directory;
    private final TopicNames names = TopicNames.DEFAULT;
    private PolicyStatus.State state = PolicyStatus.State.RUNNING;

    /** A training that keeps what it needs to resume in {@code directory}. */
    public EmbeddedTraining(
            TrainingSpec spec, EnvironmentRegistry registry, EmbeddedSettings settings, RunDirectory directory) {
        this.spec = spec;
        this.registry = registry;
        this.settings = settings;
        this.directory = directory;
    }

    /** Trains to the end, or until asked to stop. Stops in order: simulators, job and mini cluster, broker. */
    public PolicyStatus.State run(TrainingListener listener, BooleanSupplier stop) throws Exception {
        CompletableFuture<EmbeddedFlink> starting = CompletableFuture.supplyAsync(this::startFlink);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), settings.port())) {
            KafkaAccess access = kafka.access();
            new Topics(access, names).ensure(settings.partitions(), Optional.empty());
            Map<String, Object> client = access.client();
            submit(client);
            try (EmbeddedFlink flink = starting.join()) {
                flink.submit("streamgrad", new KafkaEnds(names, access.properties())::build);
                try (Simulators simulators = Simulators.start(spec, registry, settings, client, names)) {
                    follow(client, () -> kafka.failure().or(flink::failure).or(simulators::failure), listener, stop);
                }
            }
        } catch (Exception e) {
            abandon(starting);
            throw e;
        }
        return state;
    }

    private void follow(
            Map<String, Object> client,
            Supplier<Optional<Throwable>> failures,
            TrainingListener listener,
            BooleanSupplier stop) {
        Ends ends = new Ends(listener);
        try (Feed feed = new Feed(client, names, spec.policyId(), ends)) {
            while (state == PolicyStatus.State.RUNNING) {
                feed.poll(PATIENCE);
                Optional<Throwable> failure = failures.get();
                if (failure.isPresent()) {
                    throw new IllegalStateException("The training broke off: " + root(failure.get()), failure.get());
                }
                if (stop.getAsBoolean() && state == PolicyStatus.State.RUNNING) {
                    state = PolicyStatus.State.STOPPED;
                }
            }
            // Policies, metrics and status are topics of their own, without an order between them.
            for (int waited = 0; waited < LAST_POLLS && !ends.complete(); waited += ends.takesMetrics() ? 1 : 0) {
                feed.poll(PATIENCE);
            }
        }
    }

    /** Passes everything on, and notes when the training ends. */
    private final class Ends implements TrainingListener {
        private final TrainingListener next;
        private long lastVersion = Long.MAX_VALUE;
        private long measuredVersion = -1;

        Ends(TrainingListener next) {
            this.next = next;
        }

        /** Whether the last version and its metrics were heard of, or there is none to wait for. */
        boolean complete() {
            return state == PolicyStatus.State.STOPPED || measuredVersion >= lastVersion;
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            lastVersion = policy.last() ? policy.version() : lastVersion;
            next.onPolicy(policy);
        }

        @Override
        public void onMetrics(MetricsRecord metrics) {
            if (metrics instanceof TrainingMetrics update) {
                measuredVersion = Math.max(measuredVersion, update.version());
            }
            next.onMetrics(metrics);
        }

        @Override
        public boolean takesMetrics() {
            return next.takesMetrics();
        }

        @Override
        public void onStatus(PolicyStatus status) {
            next.onStatus(status);
            if (status.state() == PolicyStatus.State.FINISHED || status.state() == PolicyStatus.State.FAILED) {
                state = status.state();
            }
        }
    }

    private EmbeddedFlink startFlink() {
        try {
            TensorEngine.newManager().close(); // loads the natives while the broker starts
            return EmbeddedFlink.start(directory.resolve("checkpoints"), settings.parallelism());
        } catch (Exception e) {
            throw new IllegalStateException("The Flink mini cluster does not start: " + root(e), e);
        }
    }

    /** Leaves nothing running where the training could not begin. */
    private static void abandon(CompletableFuture<EmbeddedFlink> starting) {
        try {
            starting.join().close();
        } catch (CompletionException e) {
            LOG.debug("There is no mini cluster to stop", e);
        }
    }

    private void submit(Map<String, Object> client) throws Exception {
        byte[] key = Keys.trainingSpec(spec.policyId(), spec.revision()).getBytes(StandardCharsets.UTF_8);
        byte[] value = Codecs.TRAINING_SPEC.encode(spec);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(names.trainingSpecs(), key, value))
                    .get();
        }
    }

    private static String root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
