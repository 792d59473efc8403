package dev.streamgrad.cli;

import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.PolicyIds;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.run.RunDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the training of a policy that another command or program submitted. */
@Command(
        name = "follow",
        description =
                "Follows the training of a policy that was submitted elsewhere, and records it in a run directory. 'evaluate'"
                        + " plays its policy afterwards, also if the following is interrupted.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FollowCommand implements Callable<Integer> {

    @Option(names = "--policy", paramLabel = "ID", required = true, description = "Name of the policy.")
    private String policy = "";

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Override
    public Integer call() throws Exception {
        Faults faults = new Faults();
        kafka.faults().forEach(faults::add);
        faults.require(PolicyIds.isName(policy), "--policy is '" + policy + "', but must be " + PolicyIds.WORDS + ".");
        faults.throwIfAny();
        Environments environments = python.environments(plugins.registry(), run.reporter()::say, true);
        SubmittedSpec submitted = submitted();
        TrainingSpec spec = submitted.spec();
        Following.fault(spec, environments).ifPresent(fault -> {
            throw new UserException(fault + ".");
        });
        Path path = run.runDirectory().orElse(Path.of("runs", spec.policyId()));
        try (RunDirectory directory = RunDirectory.follow(path, spec)) {
            run.reporter().log(directory);
            directory.begin(spec);
            run.reporter().say("Following " + spec.policyId() + "; the run is in " + directory.path() + ".");
            return new Following(kafka, run.reporter())
                    .run(submitted, environments.host(spec.environment().id()), directory);
        }
    }

    /** The first revision of the policy, with which its training began. */
    private SubmittedSpec submitted() throws Exception {
        KafkaAccess access = kafka.access();
        Patience patience = new Patience(access.patience(), run.reporter()::say);
        SubmittedSpecs there = patience.spend(access.name(), () -> {
            access.check();
            return new SpecTopic(access, kafka.names()).read();
        });
        return there.find(policy, 0)
                .or(() -> there.inEffect(policy))
                .orElseThrow(() -> new UserException("No policy " + policy + " was submitted to " + access.name()
                        + "; name another with --policy, or submit it with ./streamgrad submit."));
    }
}
