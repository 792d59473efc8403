package dev.streamgrad.cli;

import dev.streamgrad.cli.run.NumberedRuns;
import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.spec.SpecAdvice;
import dev.streamgrad.cli.train.EmbeddedSettings;
import dev.streamgrad.cli.train.EmbeddedTraining;
import dev.streamgrad.cli.train.Evaluations;
import dev.streamgrad.cli.train.SerialTraining;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.process.MonotonicClock;
import dev.streamgrad.simulator.process.ProcessStart;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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

    private static final Path RUNS = Path.of("runs");

    @Mixin
    private SpecArguments specification = new SpecArguments();

    @Mixin
    private RunBooks books = new RunBooks();

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

    @Override
    public Integer call() throws Exception {
        Clock clock = MonotonicClock.start();
        long started = clock.millis() - ManagementFactory.getRuntimeMXBean().getUptime();
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        TrainingSpec spec = spec(registry);
        EmbeddedSettings settings = new EmbeddedSettings(
                simulators, partitions, parallelism, port.map(OptionalInt::of).orElse(OptionalInt.empty()));
        try (RunDirectory directory = directory(spec)) {
            Optional<Summary> ended = resume ? Summary.ofEnded(directory.path()) : Optional.empty();
            if (ended.isPresent()) {
                return books.alreadyEnded(ended.get(), directory);
            }
            books.log(directory);
            ProcessStart.natives(TensorEngine::load);
            if (!resume || serial) {
                directory.begin(spec);
            }
            SpecAdvice.of(spec).forEach(books::say);
            books.say("Training " + spec.policyId() + " for " + spec.updates() + " updates of "
                    + spec.rollouts().batch() + " transitions; the run is in " + directory.path() + ".");
            Evaluations evaluations = serial
                    ? Evaluations.inTheCallersThread(spec, registry, directory)
                    : Evaluations.inAThreadOfTheirOwn(spec, registry, directory);
            long from = serial ? 0 : ProgressTable.newest(directory.resolve(ProgressTable.FILE));
            TrainingRecord record =
                    new TrainingRecord(spec, directory, evaluations, books.progress(spec, clock, from), clock, started);
            record.countFrom(from);
            try (StopSignal stop = new StopSignal()) { // the books are closed before it lets the process go
                PolicyStatus.State state = books.keep(
                        record,
                        directory,
                        Summary.FAILED,
                        "continue with --resume",
                        () -> serial
                                ? new SerialTraining(spec, registry).run(record, stop)
                                : new EmbeddedTraining(spec, registry, settings, directory).run(record, stop));
                return books.finish(state, record, "Stopped by the user; continue with --resume.");
            }
        }
    }

    /** The spec that is asked for, or the resumed run's; all that is wrong with the command is said together. */
    private TrainingSpec spec(EnvironmentRegistry registry) {
        List<String> faults = new ArrayList<>(EmbeddedSettings.faults(simulators, partitions, parallelism, port));
        if (!serial) {
            faults.addAll(EmbeddedTraining.faults(books.runDirectory().orElse(RUNS)));
        }
        if (resume && !specification.given().isEmpty()) {
            faults.add("--resume continues a run as its spec.json says; leave out "
                    + String.join(", ", specification.given()) + ", or start another run with them.");
            throw new InvalidSpecException(faults);
        }
        try {
            TrainingSpec spec = resume ? RunDirectory.readSpec(resumed()) : specification.resolve(registry);
            if (faults.isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidSpecException(faults);
    }

    private RunDirectory directory(TrainingSpec spec) {
        if (resume) {
            return RunDirectory.resume(resumed());
        }
        return books.runDirectory()
                .map(RunDirectory::create)
                .orElseGet(() -> new NumberedRuns(RUNS, name(spec)).create());
    }

    private Path resumed() {
        return books.runDirectory().orElseThrow(() -> new UserException("Name the run to resume with --run-dir."));
    }

    /** {@code ENV-ALGORITHM}. */
    private static String name(TrainingSpec spec) {
        return spec.environment().id() + "-" + spec.update().algorithm().name().toLowerCase(Locale.ROOT);
    }
}
