package dev.streamgrad.cli;

import dev.streamgrad.cli.spec.Revision;
import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Table;
import dev.streamgrad.cli.train.LastStatus;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaOptions;
import dev.streamgrad.contract.kafka.Patience;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.SubmittedSpecs;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.PolicyIds;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes settings of a policy while it is trained. */
@Command(
        name = "revise",
        description = {
            "Changes settings of a policy that was submitted, while it is trained: publishes the next revision of its training"
                    + " spec, which takes effect at the next update.",
            "What shapes weights, state and rollouts stays: environment, network, seed, rollouts, normalisation, the"
                    + " optimiser's kind. A total that is reached already ends the training."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReviseCommand implements Callable<Integer> {

    @Option(names = "--policy", paramLabel = "ID", required = true, description = "Name of the policy.")
    private String policy = "";

    @Option(names = "--total-steps", paramLabel = "N", description = "Transitions to learn from in all.")
    private Optional<String> totalSteps = Optional.empty();

    @Option(names = "--target-return", paramLabel = "R", description = "End once the mean return of 100 episodes is R.")
    private Optional<String> targetReturn = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting; docs/configuration.md lists them.")
    private List<String> assignments = List.of();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Faults faults = new Faults();
        kafka.faults().forEach(faults::add);
        faults.require(PolicyIds.isName(policy), "policyId is '" + policy + "', but must be " + PolicyIds.WORDS + ".");
        Revision revision = Revision.of(changes(), faults);
        faults.throwIfAny();
        KafkaAccess access = kafka.access();
        Patience patience =
                new Patience(access.patience(), command.commandLine().getErr()::println);
        SpecTopic topic = new SpecTopic(access, kafka.names());
        SubmittedSpecs there = patience.spend(access.name(), () -> {
            access.check();
            return topic.read();
        });
        TrainingSpec known = there.inEffect(policy)
                .map(SubmittedSpec::spec)
                .orElseThrow(() -> new UserException("No policy " + policy
                        + " was submitted; name one that was with --policy, or submit it with ./streamgrad submit."));
        TrainingSpec next = revision.after(known);
        patience.spend(access.name(), () -> new LastStatus(access, kafka.names()).of(policy))
                .ifPresent(ReviseCommand::refuseEnded);
        SubmittedSpec submitted = patience.spend(access.name(), () -> topic.submit(next));
        if (!submitted.is(next)) {
            throw new UserException("Policy " + policy + " was revised by somebody else at the same time: revision "
                    + submitted.spec().revision() + " is in effect. Look at it, and revise it anew if need be.");
        }
        String changed = SpecDifference.settings(known, next);
        PrintWriter err = command.commandLine().getErr();
        err.println("Revision " + next.revision() + " of " + policy + " is submitted: " + changed + ".");
        Table table = new Table().row("revised", policy + "/" + next.revision()).row("changed", changed);
        result.print(new Result(Map.of("policyId", policy, "revision", next.revision()), table, Optional.empty()));
        return 0;
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        totalSteps.ifPresent(value -> changes.add("budget.totalSteps=" + value));
        targetReturn.ifPresent(value -> changes.add("budget.targetReturn=" + value));
        changes.addAll(assignments);
        return changes;
    }

    private static void refuseEnded(PolicyStatus status) {
        if (status.state() == PolicyStatus.State.FINISHED || status.state() == PolicyStatus.State.FAILED) {
            throw new UserException("Policy " + status.policyId() + " has ended, "
                    + status.state().name().toLowerCase(Locale.ROOT) + " at version " + status.sinceVersion()
                    + ", and no revision changes it any more; submit another with ./streamgrad submit --policy ID.");
        }
    }
}
