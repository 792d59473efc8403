package dev.streamgrad.cli.train;

import dev.streamgrad.cli.embedded.EmbeddedFlink;
import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training through a real Kafka broker, a real Flink mini cluster and simulators, all in this process. What is in the run directory
 * is taken up again: the broker's log, the newest checkpoint, and each agent where the log leaves it.
 */
public final class EmbeddedTraining {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTraining.class);

    private final TrainingSpec spec;
    private final EnvironmentRegistry registry;
    private final EmbeddedSettings settings;
    private final RunDirectory directory;
    private final TopicNames names = TopicNames.DEFAULT;

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
            submit(new SpecTopic(access, names));
            try (EmbeddedFlink flink = starting.join()) {
                flink.submit(names.prefix(), new KafkaEnds(names, access.properties())::build);
                try (Simulators simulators = Simulators.start(spec, registry, settings, client, names)) {
                    return new Following(client, names, spec, new RecordClock(Instant.EPOCH))
                            .run(
                                    listener,
                                    () -> throwAny(
                                            kafka.failure().or(flink::failure).or(simulators::failure)),
                                    stop);
                }
            }
        } catch (Exception e) {
            abandon(starting);
            throw e;
        }
    }

    /** A run that is resumed finds its own submission. */
    private void submit(SpecTopic topic) {
        SubmittedSpec submitted = topic.read().standing(spec).orElseGet(() -> topic.submit(spec));
        if (!submitted.is(spec)) {
            throw new UserException("The run in " + directory.path() + " trains policy " + spec.policyId()
                    + " by other settings than its spec.json has: "
                    + SpecDifference.underOneName(submitted.spec(), spec)
                    + ". Put spec.json back, or start another run.");
        }
    }

    private static void throwAny(Optional<Throwable> failure) {
        failure.ifPresent(problem -> {
            throw new IllegalStateException("The training broke off: " + root(problem), problem);
        });
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

    private static String root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
