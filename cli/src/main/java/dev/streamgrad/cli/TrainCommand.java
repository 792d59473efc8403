package dev.streamgrad.cli;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.spec.SpecAdvice;
import dev.streamgrad.cli.spec.SpecRequest;
import dev.streamgrad.cli.train.EmbeddedSettings;
import dev.streamgrad.cli.train.EmbeddedTraining;
import dev.streamgrad.cli.train.Evaluations;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.SerialTraining;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a policy in one process. */
@Command(
        name = "train",
        description = "Trains a policy in one process: embedded Kafka broker, Flink mini cluster and simulators.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {

    private static final List<String> SPEC_OPTIONS = List.of(
            "--algorithm",
            "--env",
            "--seed",
            "--total-steps",
            "--target-return",
            "--eval-every",
            "--eval-episodes",
            "--set");

    @Option(names = "--algorithm", paramLabel = "NAME", description = "ppo or a2c (default: ${DEFAULT-VALUE}).")
    private String algorithm = "ppo";

    @Option(names = "--env", paramLabel = "ID", description = "The environment (default: ${DEFAULT-VALUE}).")
    private String environment = "CartPole-v1";

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every random number (default: 1).")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--total-steps",
            paramLabel = "N",
            description = "Transitions to learn from (default: the preset's).")
    private Optional<String> totalSteps = Optional.empty();

    @Option(names = "--target-return", paramLabel = "R", description = "End once the mean return of 100 episodes is R.")
    private Optional<String> targetReturn = Optional.empty();

    @Option(
            names = "--eval-every",
            paramLabel = "VERSIONS",
            description = "Evaluate every so many versions and the last, and keep the best policy (default: never).")
    private Optional<String> evaluateEvery = Optional.empty();

    @Option(
            names = "--eval-episodes",
            paramLabel = "N",
            description = "Episodes of such an evaluation (default: the preset's).")
    private Optional<String> evaluationEpisodes = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting; docs/configuration.md lists them.")
    private List<String> assignments = List.of();

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run is kept (default: runs/ENV-ALGORITHM-SEED).")
    private Optional<Path> runDirectory = Optional.empty();

    @Option(names = "--resume", description = "Continue the run in --run-dir where it stopped.")
    private boolean resume;

    @Option(
            names = "--serial",
            description = "One thread, without Kafka and Flink: the same state machines, the same hash.")
    private boolean serial;

    @Option(names = "--simulators", paramLabel = "N", description = "Spread the agents over N simulators (default: 1).")
    private int simulators = 1;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of the transitions topic (default: 1).")
    private int partitions = 1;

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallelism of the job's operators (default: 1).")
    private int parallelism = 1;

    @Option(names = "--port", paramLabel = "N", description = "Port of the embedded broker (default: a free one).")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--quiet", description = "Print only the result.")
    private boolean quiet;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        long started = Long.getLong("streamgrad.started", clock.millis());
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        TrainingSpec spec = spec(registry);
        EmbeddedSettings settings = new EmbeddedSettings(
                simulators, partitions, parallelism, port.map(OptionalInt::of).orElse(OptionalInt.empty()));
        try (RunDirectory directory = resume ? RunDirectory.resume(path()) : RunDirectory.create(path())) {
            System.setProperty(
                    "streamgrad.log", directory.resolve("streamgrad.log").toString());
            directory.write("spec.json", SpecJson.write(spec) + System.lineSeparator());
            SpecAdvice.of(spec).forEach(this::say);
            say("Training " + spec.policyId() + " for " + spec.updates() + " updates of "
                    + spec.rollouts().batch() + " transitions; the run is in " + directory.path() + ".");
            Progress progress = quiet
                    ? Progress.quiet()
                    : Progress.live(spec, System.err, Integer.getInteger("streamgrad.columns", 0), clock);
            Evaluations evaluations = serial
                    ? Evaluations.inTheCallersThread(spec, registry, directory)
                    : Evaluations.inAThreadOfTheirOwn(spec, registry, directory);
            TrainingRecord record = new TrainingRecord(spec, directory, evaluations, progress, clock, started);
            try (StopSignal stop = new StopSignal()) {
                return train(spec, registry, settings, directory, record, stop);
            }
        }
    }

    /** The spec that is asked for, or the resumed run's; all that is wrong with the command is said together. */
    private TrainingSpec spec(EnvironmentRegistry registry) {
        List<String> faults = new ArrayList<>(EmbeddedSettings.faults(simulators, partitions, parallelism, port));
        List<String> given = SPEC_OPTIONS.stream()
                .filter(command.commandLine().getParseResult()::hasMatchedOption)
                .toList();
        if (resume && !given.isEmpty()) {
            faults.add("--resume continues a run as its spec.json says; leave out " + String.join(", ", given)
                    + ", or start another run with them.");
            throw new InvalidSpecException(faults);
        }
        try {
            TrainingSpec spec =
                    resume ? RunDirectory.readSpec(path()) : request().resolve(registry);
            if (faults.isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidSpecException(faults);
    }

    /** Its books are closed, one way or another, before the signal lets the process go. */
    private int train(
            TrainingSpec spec,
            EnvironmentRegistry registry,
            EmbeddedSettings settings,
            RunDirectory directory,
            TrainingRecord record,
            StopSignal stop)
            throws Exception {
        try {
            PolicyStatus.State state = serial
                    ? new SerialTraining(spec, registry).run(record, stop)
                    : new EmbeddedTraining(spec, registry, settings, directory).run(record, stop);
            return finish(state, record);
        } catch (Exception e) {
            if (directory.diskFull()) {
                String reason = "The disk that holds " + directory.path()
                        + " is full; free some space, then continue with --resume.";
                record.end("failed", reason);
                throw new IllegalStateException(reason, e);
            }
            record.end("failed", String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private int finish(PolicyStatus.State state, TrainingRecord record) {
        Summary summary = switch (state) {
            case FINISHED -> record.end("finished", "");
            case FAILED -> record.end("failed", "Too many updates in a row were skipped.");
            default -> record.end("interrupted", "Stopped by the user; continue with --resume.");
        };
        PrintWriter out = command.commandLine().getOut();
        out.println(summary.json());
        out.flush();
        return state == PolicyStatus.State.FINISHED ? 0 : 1;
    }

    private SpecRequest request() {
        Map<String, String> named = new LinkedHashMap<>();
        seed.ifPresent(value -> named.put("seed", value));
        totalSteps.ifPresent(value -> named.put("budget.totalSteps", value));
        targetReturn.ifPresent(value -> named.put("budget.targetReturn", value));
        evaluateEvery.ifPresent(value -> named.put("budget.evaluateEvery", value));
        evaluationEpisodes.ifPresent(value -> named.put("budget.evaluationEpisodes", value));
        return new SpecRequest(algorithm, environment, named, assignments);
    }

    private Path path() {
        if (resume && runDirectory.isEmpty()) {
            throw new UserException("Name the run to resume with --run-dir.");
        }
        return runDirectory.orElse(Path.of("runs", environment + "-" + algorithm + "-" + seed.orElse("1")));
    }

    private void say(String message) {
        if (!quiet) {
            PrintStream err = System.err;
            err.println(message);
        }
    }
}
