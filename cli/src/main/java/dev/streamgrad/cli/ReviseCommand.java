package dev.streamgrad.cli;

import dev.streamgrad.contract.record.PolicyStatus;
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
import dev.streamgrad.training.LastStatus;
import dev.streamgrad.training.spec.Revision;
import dev.streamgrad.training.spec.SpecDifference;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
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

/** Changes settings of a policy during its training. */
@Command(
        name = "revise",
        description = {
            "Changes settings of a submitted policy during its training: publishes the next revision of its training spec,"
                    + " which takes effect at the next update.",
            "Cannot change what determines weights, state and rollouts: environment, network, seed, rollouts, normalisation"
                    + " and the optimiser's kind. If the new total has already been reached, the training ends."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReviseCommand implements Callable<Integer> {

    @Option(names = "--policy", paramLabel = "ID", required = true, description = "Name of the policy.")
    private String policy = "";

    @Option(names = "--total-steps", paramLabel = "N", description = "Total number of transitions to learn from.")
    private Optional<String> totalSteps = Optional.empty();

    @Option(names = "--target-return", paramLabel = "R", description = "End once the mean return of 100 episodes is R.")
    private Optional<String> targetReturn = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting; docs/configuration.md lists them all.")
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
                        + " was submitted; name another with --policy, or submit it with ./streamgrad submit."));
        TrainingSpec next = revision.after(known);
        patience.spend(access.name(), () -> new LastStatus(access, kafka.names()).of(policy))
                .ifPresent(ReviseCommand::rejectEnded);
        SubmittedSpec submitted = patience.spend(access.name(), () -> topic.submit(next));
        if (!submitted.is(next)) {
            throw new UserException("Policy " + policy + " was revised by another command at the same time: revision "
                    + submitted.spec().revision() + " is in effect. Check it, and revise again if necessary.");
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

    private static void rejectEnded(PolicyStatus status) {
        if (status.state() == PolicyStatus.State.FINISHED || status.state() == PolicyStatus.State.FAILED) {
            throw new UserException("Policy " + status.policyId() + " has ended ("
                    + status.state().name().toLowerCase(Locale.ROOT) + " at version " + status.sinceVersion()
                    + ") and cannot be revised; submit another with ./streamgrad submit --policy ID.");
        }
    }
}
