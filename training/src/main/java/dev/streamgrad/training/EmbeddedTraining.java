package dev.streamgrad.training;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentFaultException;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import dev.streamgrad.kafka.TopicLimits;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.StartWatchdog;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.embedded.EmbeddedFlink;
import dev.streamgrad.training.embedded.EmbeddedJob;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.RunningSimulators;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.spec.SpecDifference;
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
 * Trains through a real Kafka broker and a real Flink mini cluster in this process, and the simulators of the environment's host. Resumes from what is in the run
 * directory: the broker's log, the newest checkpoint that the log covers, and each agent at its position in the log.
 */
public final class EmbeddedTraining {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTraining.class);

    /** Longest path that most systems accept, 4,095 bytes, minus room for the names of the files in the directory. */
    private static final int LONGEST_PATH = 3_840;

    private final TrainingSpec spec;
    private final EnvironmentHost host;
    private final EmbeddedSettings settings;
    private final RunDirectory directory;
    private final TopicNames names = TopicNames.DEFAULT;

    /** A training that stores in {@code directory} what it needs to resume. */
    public EmbeddedTraining(
            TrainingSpec spec, EnvironmentHost host, EmbeddedSettings settings, RunDirectory directory) {
        List<String> faults = faults(directory.path());
        if (!faults.isEmpty()) {
            throw new UserException(String.join(System.lineSeparator(), faults));
        }
        this.spec = spec;
        this.host = host;
        this.settings = settings;
        this.directory = directory;
    }

    /** Why a directory cannot hold the broker's log and the checkpoints, one sentence each; empty if it can. */
    public static List<String> faults(Path directory) {
        String path = directory.toAbsolutePath().toString();
        List<String> faults = new ArrayList<>();
        if (File.separatorChar == '/' && path.indexOf('\\') >= 0) {
            faults.add(
                    "The run directory " + path
                            + " has a backslash in its path, which Flink reads as a slash; choose another directory with --run-dir.");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            faults.add("The path of the run directory is " + length + " bytes long; the limit is " + LONGEST_PATH
                    + " bytes, since broker and checkpoints add to it. Choose another directory with --run-dir.");
        }
        return faults;
    }

    /** Trains to the end, or until {@code stop} returns true. Stops in this order: simulators, job and mini cluster, broker. */
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
                EmbeddedJob job =
                        flink.submit(names.prefix(), checkpoint, new KafkaPipeline(names, access.properties())::build);
                listener.onStage(Stage.SIMULATORS);
                try (RunningSimulators simulators =
                        host.start(spec, settings.simulators(), access, names, directory.path())) {
                    listener.onStage(Stage.FIRST_UPDATE);
                    return new TrainingFollower(client, names, spec, new RecordClock(Instant.EPOCH))
                            .run(
                                    listener,
                                    () -> throwAny(
                                            kafka.failure().or(job::failure).or(simulators::failure), checkpoint),
                                    stop);
                }
            }
        } catch (Exception e) {
            abandon(starting);
            throw e;
        }
    }

    /** Submits the spec; a resumed run finds its earlier submission. */
    private void submit(SpecTopic topic) {
        SubmittedSpecs there = topic.read();
        if (!directory.begun()) { // new, or of a release that recorded the spec only in the topic
            there.inEffect().forEach(begun -> directory.requireSame(begun.spec(), spec));
            directory.begin(spec);
        }
        SubmittedSpec submitted = there.standing(spec).orElseGet(() -> topic.submit(spec));
        if (!submitted.is(spec)) {
            throw new UserException("The run in " + directory.path() + " trains policy " + spec.policyId()
                    + " with other settings than its spec.json: "
                    + SpecDifference.underOneName(submitted.spec(), spec)
                    + ". Restore spec.json, or start another run.");
        }
    }

    private static void throwAny(Optional<Throwable> failure, Optional<String> checkpoint) {
        failure.ifPresent(problem -> {
            Beginning.remedy(problem, checkpoint).ifPresent(remedy -> {
                throw new FailedException(remedy, problem);
            });
            if (problem instanceof EnvironmentFaultException fault) {
                throw fault;
            }
            if (problem instanceof FailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("The training failed: " + root(problem), problem);
        });
    }

    private EmbeddedFlink startFlink() {
        try {
            return EmbeddedFlink.start(directory.resolve("checkpoints"), settings.parallelism());
        } catch (Exception e) {
            throw new IllegalStateException("The Flink mini cluster cannot start: " + root(e), e);
        }
    }

    /** Stops the mini cluster of a training that could not start. */
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
