package dev.streamgrad.cli;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.process.ProcessStart;
import dev.streamgrad.process.StopSignal;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.EmbeddedSettings;
import dev.streamgrad.training.EmbeddedTraining;
import dev.streamgrad.training.Evaluations;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.SerialTraining;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.host.InPython;
import dev.streamgrad.training.run.NumberedRuns;
import dev.streamgrad.training.run.ProgressTable;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import dev.streamgrad.training.spec.SpecAdvice;
import dev.streamgrad.training.terminal.CommandLineText;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a policy in one process. */
@Command(
        name = "train",
        description = "Trains a policy in one process: embedded Kafka broker, Flink mini cluster and simulators.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {

    /** Time limit for closing the run directory after a signal to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Path RUNS = Path.of("runs");

    @Mixin
    private SpecArguments specification = new SpecArguments();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--resume", description = "Continue the run in --run-dir where it stopped.")
    private boolean resume;

    @Option(
            names = "--serial",
            description = "Train in one thread, without Kafka and Flink: the same state machines, the same hash.")
    private boolean serial;

    @Mixin
    private LayoutOptions layout = new LayoutOptions();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Override
    public Integer call() throws Exception {
        Clock clock = MonotonicClock.start();
        long started = clock.millis() - ManagementFactory.getRuntimeMXBean().getUptime();
        Environments all = python.environments(plugins.registry(), run.reporter()::say, false);
        Environments environments = serial ? all.inThisProcess() : all;
        TrainingSpec spec = spec(environments);
        boolean inPython = InPython.names(spec.environment().id());
        if (!inPython) {
            plugins.require(environments.registry(), spec.environment());
        }
        EnvironmentHost host = environments.host(spec.environment().id());
        EmbeddedSettings settings = layout.settings(inPython);
        try (RunDirectory directory = directory(spec)) {
            Optional<Summary> ended = resume ? Summary.ofEnded(directory.path()) : Optional.empty();
            if (ended.isPresent()) {
                return run.reporter().alreadyEnded(ended.get(), directory);
            }
            run.reporter().log(directory);
            ProcessStart.natives(TensorEngine::load);
            if (!resume || serial) {
                directory.begin(spec);
            }
            SpecAdvice.of(spec).forEach(run.reporter()::say);
            run.reporter()
                    .say("Training " + spec.policyId() + " for " + spec.updates()
                            + (spec.updates() == 1 ? " update of " : " updates of ")
                            + spec.rollouts().batch() + " transitions; the run is in " + directory.path() + ".");
            Evaluations evaluations = serial
                    ? Evaluations.inTheCallersThread(spec, host, directory)
                    : Evaluations.inAThreadOfTheirOwn(spec, host, directory);
            long from = serial ? 0 : ProgressTable.newest(directory.resolve(ProgressTable.FILE));
            RunRecorder record = new RunRecorder(
                    spec, directory, evaluations, run.reporter().progress(spec, clock::millis), clock, started);
            record.countFrom(from);
            return trained(spec, environments, settings, directory, record);
        }
    }

    /** Returns the exit status. */
    private int trained(
            TrainingSpec spec,
            Environments environments,
            EmbeddedSettings settings,
            RunDirectory directory,
            RunRecorder record)
            throws Exception {
        try (StopSignal stop = new StopSignal(PATIENCE)) {
            PolicyStatus.State state = run.reporter()
                    .keep(
                            record,
                            directory,
                            Summary.FAILED,
                            "continue with --resume",
                            () -> serial
                                    ? new SerialTraining(spec, environments.registry()).run(record, stop)
                                    : new EmbeddedTraining(
                                                    spec,
                                                    environments.host(
                                                            spec.environment().id()),
                                                    settings,
                                                    directory)
                                            .run(record, stop));
            return run.reporter()
                    .finish(
                            state,
                            record,
                            directory.path(),
                            "Stopped by the user; continue with --resume.",
                            Optional.of(CommandLineText.of("train", "--resume", "--run-dir", directory.path())));
        }
    }

    /** The requested spec, or that of the resumed run; reports all faults of the command together. */
    private TrainingSpec spec(Environments environments) {
        List<String> faults = new ArrayList<>(layout.faults(serial));
        if (!serial) {
            faults.addAll(EmbeddedTraining.faults(run.runDirectory().orElse(RUNS)));
        }
        if (resume && !specification.given().isEmpty()) {
            faults.add("--resume continues a run with its own spec.json; leave out "
                    + String.join(", ", specification.given()) + ", or start another run without --resume.");
            throw new InvalidSpecException(faults);
        }
        try {
            TrainingSpec spec = resume ? RunDirectory.readSpec(resumed()) : specification.resolve(environments);
            if (resume && InPython.names(spec.environment().id())) {
                prepare(environments, spec.environment(), faults);
            }
            if (faults.isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidSpecException(faults);
    }

    /** Checks the environment of a resumed run before the start, and installs what it needs and is missing. */
    private static void prepare(Environments environments, EnvironmentSpec environment, List<String> faults) {
        try {
            environments.find(environment.id(), environment.options(), true);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    private RunDirectory directory(TrainingSpec spec) {
        if (resume) {
            return RunDirectory.resume(resumed());
        }
        return run.runDirectory()
                .map(RunDirectory::create)
                .orElseGet(() -> new NumberedRuns(RUNS, name(spec)).create());
    }

    private Path resumed() {
        return run.runDirectory().orElseThrow(() -> new UserException("Name the run to resume with --run-dir."));
    }

    /** {@code ENV-ALGORITHM}, with the characters that a directory can have everywhere. */
    private static String name(TrainingSpec spec) {
        String environment = spec.environment().id().replaceFirst("^.*/", "").replaceAll("[^A-Za-z0-9._-]", "-");
        return environment + "-" + spec.update().algorithm().name().toLowerCase(Locale.ROOT);
    }
}
