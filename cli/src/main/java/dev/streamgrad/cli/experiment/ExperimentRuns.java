package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.SerialTraining;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.Evaluation;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Trains an experiment's runs, so many at a time, each in one thread by the serial trainer. Runs that were finished before, of the very
 * same spec, are not repeated; one that was broken off is.
 */
final class ExperimentRuns {

    static final int EPISODES = 100;
    private static final String EARLY_POLICY = "early-policy.avro";
    private static final long EVALUATION_SEED = 1;

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
        Workers.run(
                runs.stream()
                        .<Runnable>map(run -> () -> train(run, transitions))
                        .toList(),
                jobs);
    }

    /** The policy that a run had after a tenth of its training; empty where that has not ended. */
    Optional<PolicyUpdate> early(Experiment.Run run) {
        Path file = path(run).resolve(EARLY_POLICY);
        return Files.exists(file)
                ? Optional.of(RunDirectory.readPolicy(file, "remove the run's directory to train it again."))
                : Optional.empty();
    }

    /** Where a run is kept. */
    Path path(Experiment.Run run) {
        return directory
                .resolve(ExperimentDirectory.RUNS)
                .resolve(run.variant().directory())
                .resolve(Long.toString(run.seed()));
    }

    private void train(Experiment.Run run, LongConsumer transitions) {
        if (stopped()) {
            return;
        }
        Path path = path(run);
        ExperimentDirectory.clear(path);
        try (RunDirectory target = RunDirectory.create(path)) {
            train(run.spec(), target, transitions);
        } catch (RuntimeException e) {
            broken.set(true);
            throw e;
        }
    }

    private void train(TrainingSpec spec, RunDirectory target, LongConsumer transitions) {
        long started = clock.millis();
        target.begin(spec);
        Curve curve = new Curve(spec.transitions(), clock);
        try (TrainingRecord record = new TrainingRecord(spec, registry, target, Progress.quiet(), clock)) {
            RunListener listener = new RunListener(record, curve, transitions, spec);
            PolicyStatus.State state = new SerialTraining(spec, registry).run(listener, this::stopped);
            Summary summary = record.end(Summary.outcome(state), record.failure());
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
                summary.outcome(),
                summary.reason(),
                summary.totalSteps(),
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
}
