package dev.streamgrad.cli;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.TopicOptions;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.process.StopSignal;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.BrokerWatch;
import dev.streamgrad.training.Evaluations;
import dev.streamgrad.training.Progress;
import dev.streamgrad.training.RecordClock;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.SilenceDetector;
import dev.streamgrad.training.Stage;
import dev.streamgrad.training.TrainingFollower;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import dev.streamgrad.training.spec.SpecAdvice;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
import picocli.CommandLine.Option;

/** Submits a policy for training by a job and simulators in other processes, and follows the training. */
@Command(
        name = "submit",
        description =
                "Publishes a training spec to Kafka, for a Flink job and simulators that train it, and follows the training."
                        + " 'streamgrad revise' changes its settings during the training.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

    /** Time limit for closing the run directory after a signal to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String LEFT = "Stopped following; the training continues. The same command follows it again.";

    @Mixin
    private SpecArguments specification = new SpecArguments();

    @Option(
            names = "--policy",
            paramLabel = "ID",
            description =
                    "Name of the policy, unique on its Kafka and topic prefix (default: env-algorithm-seed, lower case).")
    private Optional<String> policy = Optional.empty();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @ArgGroup(exclusive = false, heading = "Options that start the Flink job:%n")
    private @Nullable FlinkOptions flink;

    @Option(names = "--detach", description = "Print the policy's name after the submission, and return.")
    private boolean detach;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Override
    public Integer call() throws Exception {
        Environments environments = python.environments(plugins.registry(), run.reporter()::say, true);
        TrainingSpec spec = spec(environments);
        SpecAdvice.of(spec).forEach(run.reporter()::say);
        if (detach) {
            submission().submit(spec);
            return run.reporter().submitted(spec);
        }
        Path path = run.runDirectory().orElse(Path.of("runs", spec.policyId()));
        try (RunDirectory directory = RunDirectory.follow(path, spec)) {
            run.reporter().log(directory);
            SubmittedSpec submitted = submission().submit(spec);
            directory.begin(spec);
            run.reporter().say("The run is in " + directory.path() + ".");
            return follow(submitted, environments.host(spec.environment().id()), directory);
        }
    }

    /** The requested spec; reports all faults of the command together. */
    private TrainingSpec spec(Environments environments) {
        List<String> faults = new ArrayList<>(kafka.faults());
        faults.addAll(topics.faults());
        if (flink != null) {
            faults.addAll(flink.faults());
        }
        try {
            TrainingSpec spec = specification.resolve(environments, policy);
            String id = spec.environment().id();
            if (!detach && spec.budget().evaluateEvery() > 0 && !environments.canHost(id)) {
                faults.add(
                        "budget.evaluateEvery is " + spec.budget().evaluateEvery()
                                + ", but this process does not know the environment '" + id
                                + "', and the process that follows a training evaluates; use --set evaluateEvery=0, or --detach.");
            }
            if (faults.isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidSpecException(faults);
    }

    private Submission submission() {
        return new Submission(kafka, topics, Optional.ofNullable(flink), run.reporter()::say);
    }

    private int follow(SubmittedSpec submitted, EnvironmentHost host, RunDirectory directory) throws Exception {
        TrainingSpec spec = submitted.spec();
        Clock clock = MonotonicClock.start();
        RecordClock time = new RecordClock(submitted.at());
        Progress progress = run.reporter().progress(spec, time::millis);
        try (StopSignal stop = new StopSignal(PATIENCE)) {
            Evaluations evaluations = Evaluations.inAThreadOfTheirOwn(spec, host, directory);
            RunRecorder record = new RunRecorder(
                    spec, directory, evaluations, progress, time, submitted.at().toEpochMilli());
            record.onStage(Stage.FIRST_UPDATE);
            SilenceDetector silence = new SilenceDetector(spec.policyId(), record, progress::tell, clock);
            PolicyStatus.State state = run.reporter()
                    .keep(
                            record,
                            directory,
                            Summary.INTERRUPTED,
                            "continue with the same command",
                            () -> follow(spec, time, silence, progress::tell, stop));
            if (state == PolicyStatus.State.STOPPED) {
                run.reporter().say(LEFT);
            }
            return run.reporter().finish(state, record, directory.path(), LEFT, Optional.empty());
        }
    }

    private PolicyStatus.State follow(
            TrainingSpec spec, RecordClock time, SilenceDetector silence, Consumer<String> tell, BooleanSupplier stop) {
        KafkaAccess access = kafka.access();
        try (Admin admin = Admin.create(access.bounded())) {
            BrokerWatch watch = new BrokerWatch(
                    access.name(),
                    () -> admin.describeCluster().nodes().toCompletionStage().toCompletableFuture(),
                    new Patience(access.patience(), tell),
                    System::nanoTime);
            return new TrainingFollower(access.bounded(), kafka.names(), spec, time)
                    .run(
                            silence,
                            () -> {
                                silence.check();
                                watch.check();
                            },
                            stop);
        } catch (KafkaException e) {
            throw access.rejected(e);
        }
    }
}
