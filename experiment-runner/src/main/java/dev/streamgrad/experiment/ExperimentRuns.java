package dev.streamgrad.experiment;

import dev.streamgrad.actor.Evaluation;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.Progress;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.SerialTraining;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Trains an experiment's runs, several at a time, each in one thread with the serial trainer. A finished run of the same spec is not
 * repeated; an interrupted run starts again.
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
     * Runs in subdirectories of a directory.
     *
     * @param stop checked between updates
     */
    ExperimentRuns(EnvironmentRegistry registry, Path directory, Clock clock, BooleanSupplier stop) {
        this.registry = registry;
        this.directory = directory;
        this.clock = clock;
        this.stop = stop;
    }

    /** The runs that are not finished. */
    List<Experiment.Run> open(Experiment experiment) {
        return experiment.runs().stream().filter(run -> result(run).isEmpty()).toList();
    }

    /** The result of a run; empty if it is not finished. */
    Optional<RunResult> result(Experiment.Run run) {
        return RunResult.read(path(run), run.spec());
    }

    /**
     * Trains the runs. If one fails, the others stop too, since the cause, such as a full disk, would affect them as well.
     *
     * @param jobs number of runs at a time
     * @param transitions receives the number of transitions of each update, from any thread
     */
    void train(List<Experiment.Run> runs, int jobs, LongConsumer transitions) throws InterruptedException {
        Workers.run(
                runs.stream()
                        .<Runnable>map(run -> () -> train(run, transitions))
                        .toList(),
                jobs);
    }

    /** The policy that a run had after a tenth of its training; empty if the run is not finished. */
    Optional<PolicyUpdate> early(Experiment.Run run) {
        Path file = path(run).resolve(EARLY_POLICY);
        return Files.exists(file)
                ? Optional.of(RunDirectory.readPolicy(file, "remove the run's directory to train it again."))
                : Optional.empty();
    }

    /** The directory of a run. */
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
        try (RunRecorder record = new RunRecorder(spec, new InProcess(registry), target, Progress.quiet(), clock)) {
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
