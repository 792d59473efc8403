package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.train.EmbeddedSettings;
import dev.streamgrad.cli.train.EmbeddedTraining;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.SerialTraining;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.Evaluation;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Trains an experiment's runs, so many at a time, each in one thread by the serial trainer. Runs that were finished before, of the very
 * same spec, are not repeated; one that was broken off is.
 */
final class ExperimentRuns {

    static final int EPISODES = 100;
    private static final String EARLY_POLICY = "early-policy.avro";
    private static final long EVALUATION_SEED = 1;
    private static final int STOP_SECONDS = 30;

    private final EnvironmentRegistry registry;
    private final Path directory;
    private final Clock clock;
    private final BooleanSupplier stop;
    private final AtomicBoolean broken = new AtomicBoolean();

    /**
     * Runs below a directory.
     *
     * @param stop asked between updates
     */
    ExperimentRuns(EnvironmentRegistry registry, Path directory, Clock clock, BooleanSupplier stop) {
        this.registry = registry;
        this.directory = directory;
        this.clock = clock;
        this.stop = stop;
    }

    /** The runs that have not been finished yet. */
    List<Experiment.Run> open(Experiment experiment) {
        return experiment.runs().stream().filter(run -> result(run).isEmpty()).toList();
    }

    /** What a run came to, if it was finished. */
    Optional<RunResult> result(Experiment.Run run) {
        return RunResult.read(path(run), run.spec());
    }

    /**
     * Trains. Where one run fails the others are broken off, since what failed it, such as a full disk, would fail them too.
     *
     * @param jobs how many at a time
     * @param transitions hears how many each update learned from, from any thread
     */
    void train(List<Experiment.Run> runs, int jobs, LongConsumer transitions) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            for (Experiment.Run run : runs) {
                waiting.add(workers.submit(() -> train(run, transitions)));
            }
            for (Future<?> one : waiting) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Measures the batches of every run, with the policy that the probe's run of the same seed had after a tenth of its training. */
    Map<Experiment.Run, BatchProbe.Finding> probe(Experiment experiment, Experiment.Variant probe) {
        Map<Experiment.Run, BatchProbe.Finding> findings = new ConcurrentHashMap<>();
        experiment.runs().parallelStream().forEach(run -> {
            PolicyUpdate policy = early(path(new Experiment.Run(probe, run.seed(), run.spec())));
            findings.put(run, BatchProbe.measure(run.spec(), registry, policy));
        });
        return findings;
    }

    private static PolicyUpdate early(Path run) {
        try {
            return Codecs.POLICY_UPDATE.decode(Files.readAllBytes(run.resolve(EARLY_POLICY)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same run through a real broker and mini cluster; its hash. */
    String stream(Experiment.Run run) throws Exception {
        Path path = directory.resolve("stream");
        clear(path);
        EmbeddedSettings settings = new EmbeddedSettings(1, 1, 1, java.util.OptionalInt.empty());
        try (RunDirectory target = RunDirectory.create(path)) {
            TrainingRecord record = new TrainingRecord(run.spec(), target, Progress.quiet(), clock, clock.millis());
            PolicyStatus.State state = new EmbeddedTraining(run.spec(), registry, settings, target).run(record, stop);
            return record.end(outcome(state), "").parameterHash();
        }
    }

    private void train(Experiment.Run run, LongConsumer transitions) {
        if (stopped()) {
            return;
        }
        Path path = path(run);
        clear(path);
        try (RunDirectory target = RunDirectory.create(path)) {
            train(run.spec(), target, transitions);
        } catch (RuntimeException e) {
            broken.set(true);
            throw e;
        }
    }

    private void train(TrainingSpec spec, RunDirectory target, LongConsumer transitions) {
        long started = clock.millis();
        target.write("spec.json", SpecJson.write(spec) + System.lineSeparator());
        Curve curve = new Curve(spec.updates() * spec.rollouts().batch(), clock);
        try (TrainingRecord record = new TrainingRecord(spec, target, Progress.quiet(), clock, started)) {
            RunListener listener = new RunListener(record, curve, transitions, spec);
            PolicyStatus.State state = new SerialTraining(spec, registry).run(listener, this::stopped);
            Summary summary = record.end(outcome(state), "");
            if (state != PolicyStatus.State.STOPPED) {
                PolicyUpdate last = record.newestPolicy().orElseThrow();
                target.write(EARLY_POLICY, Codecs.POLICY_UPDATE.encode(listener.early()));
                target.write(
                        RunResult.FILE,
                        result(spec, last, summary, curve, started).json());
            }
        }
    }

    private boolean stopped() {
        return broken.get() || stop.getAsBoolean();
    }

    private RunResult result(TrainingSpec spec, PolicyUpdate last, Summary summary, Curve curve, long started) {
        RunResult.Returns greedy = play(spec, last, true);
        RunResult.Returns stochastic = play(spec, last, false);
        return new RunResult(
                summary.meanReturn100().orElse(Double.NaN),
                summary.stepsToThreshold().isPresent()
                        ? Optional.of(summary.stepsToThreshold().getAsLong())
                        : Optional.empty(),
                greedy,
                stochastic,
                summary.wallSeconds(),
                started,
                clock.millis(),
                summary.stepsPerSecond(),
                summary.parameterHash(),
                curve.points());
    }

    private RunResult.Returns play(TrainingSpec spec, PolicyUpdate policy, boolean greedy) {
        Evaluation.Result played = Evaluation.run(registry, spec, policy, EPISODES, greedy, EVALUATION_SEED);
        return new RunResult.Returns(played.mean(), played.std());
    }

    private Path path(Experiment.Run run) {
        return directory.resolve("runs").resolve(run.variant().directory()).resolve(Long.toString(run.seed()));
    }

    private static String outcome(PolicyStatus.State state) {
        return switch (state) {
            case FINISHED -> "finished";
            case FAILED -> "failed";
            default -> "interrupted";
        };
    }

    /** Removes a run that was broken off. */
    private static void clear(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> content = Files.walk(path)) {
            for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
