package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.train.EmbeddedSettings;
import dev.streamgrad.cli.train.EmbeddedTraining;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.SerialTraining;
import dev.streamgrad.cli.train.TrainingListener;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains an experiment's runs, so many at a time, each in one thread by the serial trainer. Runs that were finished before, of the very
 * same spec, are not repeated; one that was broken off is.
 */
final class ExperimentRuns {

    private static final int EPISODES = 100;
    private static final String EARLY_POLICY = "early-policy.avro";
    private static final long EVALUATION_SEED = 1;

    private final EnvironmentRegistry registry;
    private final Path directory;
    private final Clock clock;
    private final BooleanSupplier stop;

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
     * Trains.
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
        if (stop.getAsBoolean()) {
            return;
        }
        TrainingSpec spec = run.spec();
        Path path = path(run);
        clear(path);
        try (RunDirectory target = RunDirectory.create(path)) {
            target.write("spec.json", SpecJson.write(spec) + System.lineSeparator());
            Curve curve = new Curve(spec.updates() * spec.rollouts().batch(), clock);
            try (TrainingRecord record = new TrainingRecord(spec, target, Progress.quiet(), clock, clock.millis())) {
                All all = new All(record, curve, transitions, spec);
                PolicyStatus.State state = new SerialTraining(spec, registry).run(all, stop);
                Summary summary = record.end(outcome(state), "");
                if (state != PolicyStatus.State.STOPPED) {
                    target.write(EARLY_POLICY, Codecs.POLICY_UPDATE.encode(all.early()));
                    target.write(
                            RunResult.FILE, result(spec, record, summary, curve).json());
                }
            }
        }
    }

    private RunResult result(TrainingSpec spec, TrainingRecord record, Summary summary, Curve curve) {
        double greedy = Evaluation.run(
                        registry, spec, record.newestPolicy().orElseThrow(), EPISODES, true, EVALUATION_SEED)
                .mean();
        return new RunResult(
                summary.meanReturn100().orElse(Double.NaN),
                summary.stepsToThreshold().isPresent()
                        ? Optional.of(summary.stepsToThreshold().getAsLong())
                        : Optional.empty(),
                greedy,
                summary.stepsPerSecond(),
                summary.parameterHash(),
                curve.points());
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

    /** Tells the record, the curve and the one who counts; keeps the policy of a tenth of the training. */
    private static final class All implements TrainingListener {
        private final TrainingRecord record;
        private final Curve curve;
        private final LongConsumer transitions;
        private final TrainingSpec spec;
        private @Nullable PolicyUpdate early;

        All(TrainingRecord record, Curve curve, LongConsumer transitions, TrainingSpec spec) {
            this.record = record;
            this.curve = curve;
            this.transitions = transitions;
            this.spec = spec;
        }

        PolicyUpdate early() {
            return Objects.requireNonNull(early);
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            record.onPolicy(policy);
            curve.onPolicy(policy);
            if (policy.version() <= spec.updates() / 10) {
                early = policy;
            }
        }

        @Override
        public void onMetrics(MetricsRecord metrics) {
            record.onMetrics(metrics);
            curve.onMetrics(metrics);
            if (metrics instanceof TrainingMetrics) {
                transitions.accept(spec.rollouts().batch());
            }
        }

        @Override
        public void onStatus(PolicyStatus status) {
            record.onStatus(status);
        }
    }
}
