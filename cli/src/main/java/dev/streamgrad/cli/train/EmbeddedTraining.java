package dev.streamgrad.cli.train;

import dev.streamgrad.cli.embedded.EmbeddedFlink;
import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.start.StartWatchdog;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.SubmittedSpecs;
import dev.streamgrad.contract.kafka.TopicLimits;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training through a real Kafka broker, a real Flink mini cluster and simulators, all in this process. What is in the run directory
 * is taken up again: the broker's log, the newest checkpoint that it reaches, and each agent where the log leaves it.
 */
public final class EmbeddedTraining {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTraining.class);

    /** What most systems take, 4,095 bytes, less the names of the files below. */
    private static final int LONGEST_PATH = 3_840;

    private final TrainingSpec spec;
    private final EnvironmentRegistry registry;
    private final EmbeddedSettings settings;
    private final RunDirectory directory;
    private final TopicNames names = TopicNames.DEFAULT;

    /** A training that keeps what it needs to resume in {@code directory}. */
    public EmbeddedTraining(
            TrainingSpec spec, EnvironmentRegistry registry, EmbeddedSettings settings, RunDirectory directory) {
        List<String> faults = faults(directory.path());
        if (!faults.isEmpty()) {
            throw new UserException(String.join(System.lineSeparator(), faults));
        }
        this.spec = spec;
        this.registry = registry;
        this.settings = settings;
        this.directory = directory;
    }

    /** Why a training cannot keep its broker's log and its checkpoints in a directory, a sentence each. */
    public static List<String> faults(Path directory) {
        String path = directory.toAbsolutePath().toString();
        List<String> faults = new ArrayList<>();
        if (File.separatorChar == '/' && path.indexOf('\\') >= 0) {
            faults.add("The run directory " + path
                    + " has a backslash in its path, which Flink takes for a slash: name another with --run-dir.");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            faults.add(
                    "The path of the run directory is " + length + " bytes long, but broker and checkpoints leave it "
                            + LONGEST_PATH + ": name another with --run-dir.");
        }
        return faults;
    }

    /** Trains to the end, or until asked to stop. Stops in order: simulators, job and mini cluster, broker. */
    public PolicyStatus.State run(TrainingListener listener, BooleanSupplier stop) throws Exception {
        try (StartWatchdog watchdog = StartWatchdog.over(directory.path())) {
            return start(new FirstNews(listener, watchdog), stop);
        }
    }

    private PolicyStatus.State start(TrainingListener listener, BooleanSupplier stop) throws Exception {
        listener.onStage(Stage.BROKER);
        CompletableFuture<EmbeddedFlink> starting = CompletableFuture.supplyAsync(this::startFlink);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), settings.port())) {
            KafkaAccess access = kafka.access();
            new Topics(access, names)
                    .ensure(settings.partitions(), Optional.empty(), TopicLimits.embedded(settings.partitions()));
            Map<String, Object> client = access.client();
            submit(new SpecTopic(access, names));
            listener.onStage(Stage.FLINK);
            try (EmbeddedFlink flink = starting.join()) {
                listener.onStage(Stage.JOB);
                Optional<String> checkpoint = Beginning.of(flink.checkpoints(), access, names, listener::onNotice);
                flink.submit(names.prefix(), checkpoint, new KafkaEnds(names, access.properties())::build);
                listener.onStage(Stage.SIMULATORS);
                try (Simulators simulators = Simulators.start(spec, registry, settings, client, names)) {
                    listener.onStage(Stage.FIRST_UPDATE);
                    return new Following(client, names, spec, new RecordClock(Instant.EPOCH))
                            .run(
                                    listener,
                                    () -> throwAny(
                                            kafka.failure().or(flink::failure).or(simulators::failure), checkpoint),
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
        SubmittedSpecs there = topic.read();
        if (!directory.begun()) { // new, or of a release that did not note it: then its topic knows
            there.inEffect().forEach(begun -> directory.requireSame(begun.spec(), spec));
            directory.begin(spec);
        }
        SubmittedSpec submitted = there.standing(spec).orElseGet(() -> topic.submit(spec));
        if (!submitted.is(spec)) {
            throw new UserException("The run in " + directory.path() + " trains policy " + spec.policyId()
                    + " by other settings than its spec.json has: "
                    + SpecDifference.underOneName(submitted.spec(), spec)
                    + ". Put spec.json back, or start another run.");
        }
    }

    private static void throwAny(Optional<Throwable> failure, Optional<String> checkpoint) {
        failure.ifPresent(problem -> {
            Beginning.remedy(problem, checkpoint).ifPresent(remedy -> {
                throw new FailedException(remedy, problem);
            });
            throw new IllegalStateException("The training broke off: " + root(problem), problem);
        });
    }

    private EmbeddedFlink startFlink() {
        try {
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
