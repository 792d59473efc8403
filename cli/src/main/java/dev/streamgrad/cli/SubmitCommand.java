package dev.streamgrad.cli;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.spec.SpecAdvice;
import dev.streamgrad.cli.train.BrokerWatch;
import dev.streamgrad.cli.train.Evaluations;
import dev.streamgrad.cli.train.Following;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.RecordClock;
import dev.streamgrad.cli.train.Silence;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaOptions;
import dev.streamgrad.contract.kafka.Patience;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.TopicOptions;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.process.MonotonicClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a policy trained by a job and simulators that run elsewhere, and follows the training. */
@Command(
        name = "submit",
        description =
                "Publishes a training spec to Kafka, where a Flink job and simulators carry it out, and follows the training."
                        + " 'streamgrad revise' changes its settings while it is trained.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

    private static final String LEFT = "Followed no longer; the training goes on. The same command follows it again.";

    @Mixin
    private SpecArguments specification = new SpecArguments();

    @Option(
            names = "--policy",
            paramLabel = "ID",
            description =
                    "Name of the policy, unique on its Kafka and topic prefix (default: env-algorithm-seed, lower case).")
    private Optional<String> policy = Optional.empty();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @ArgGroup(exclusive = false, heading = "The Flink job, if it is to be started:%n")
    private @Nullable FlinkOptions flink;

    @Option(names = "--detach", description = "Return once it is submitted; prints the policy's name.")
    private boolean detach;

    @Mixin
    private RunBooks books = new RunBooks();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        TrainingSpec spec = spec(registry);
        SpecAdvice.of(spec).forEach(books::say);
        if (detach) {
            submission().submit(spec);
            command.commandLine().getOut().println(spec.policyId());
            command.commandLine().getOut().flush();
            return 0;
        }
        Path path = books.runDirectory().orElse(Path.of("runs", spec.policyId()));
        try (RunDirectory directory = RunDirectory.follow(path, spec)) {
            books.log(directory);
            SubmittedSpec submitted = submission().submit(spec);
            directory.begin(spec);
            books.say("The run is in " + directory.path() + ".");
            return follow(submitted, registry, directory);
        }
    }

    /** The spec that is asked for; all that is wrong with the command is said together. */
    private TrainingSpec spec(EnvironmentRegistry registry) {
        List<String> faults = new ArrayList<>(kafka.faults());
        faults.addAll(topics.faults());
        if (flink != null) {
            faults.addAll(flink.faults());
        }
        try {
            TrainingSpec spec = specification.resolve(registry, policy);
            if (faults.isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidSpecException(faults);
    }

    private Submission submission() {
        return new Submission(kafka, topics, Optional.ofNullable(flink), books::say);
    }

    private int follow(SubmittedSpec submitted, EnvironmentRegistry registry, RunDirectory directory) throws Exception {
        TrainingSpec spec = submitted.spec();
        Clock clock = MonotonicClock.start();
        RecordClock time = new RecordClock(submitted.at());
        Progress progress = books.progress(spec, clock, 0);
        try (StopSignal stop = new StopSignal()) { // the books are closed before it lets the process go
            Evaluations evaluations = Evaluations.inAThreadOfTheirOwn(spec, registry, directory);
            TrainingRecord record = new TrainingRecord(
                    spec, directory, evaluations, progress, time, submitted.at().toEpochMilli());
            Silence silence = new Silence(spec.policyId(), record, progress::tell, clock);
            PolicyStatus.State state = books.keep(
                    record,
                    directory,
                    Summary.INTERRUPTED,
                    "follow on with the same command",
                    () -> follow(spec, time, silence, progress::tell, stop));
            if (state == PolicyStatus.State.STOPPED) {
                books.say(LEFT);
            }
            return books.finish(state, record, LEFT);
        }
    }

    private PolicyStatus.State follow(
            TrainingSpec spec, RecordClock time, Silence silence, Consumer<String> tell, BooleanSupplier stop) {
        KafkaAccess access = kafka.access();
        try (Admin admin = Admin.create(access.bounded())) {
            BrokerWatch watch = new BrokerWatch(
                    access.name(),
                    () -> admin.describeCluster().nodes().toCompletionStage().toCompletableFuture(),
                    new Patience(access.patience(), tell),
                    System::nanoTime);
            return new Following(access.bounded(), kafka.names(), spec, time)
                    .run(
                            silence,
                            () -> {
                                silence.check();
                                watch.check();
                            },
                            stop);
        } catch (KafkaException e) {
            throw access.refused(e);
        }
    }
}
