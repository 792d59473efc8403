package dev.streamgrad.cli;

import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.TopicOptions;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.spec.SpecAdvice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            return new Following(kafka, run.reporter())
                    .run(submitted, environments.host(spec.environment().id()), directory);
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
            if (!detach) {
                Following.fault(spec, environments)
                        .ifPresent(fault -> faults.add(fault + ", --set evaluateEvery=0, or --detach."));
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
}
