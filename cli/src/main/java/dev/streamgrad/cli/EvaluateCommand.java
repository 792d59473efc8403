package dev.streamgrad.cli;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Table;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.Evaluation;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a run's final policy, or its best. */
@Command(
        name = "evaluate",
        description = "Plays a run's final policy, or its best, and prints the mean return.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @Option(names = "--run-dir", required = true, paramLabel = "DIR", description = "The run.")
    private Path runDirectory = Path.of("");

    @Option(names = "--episodes", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int episodes = 100;

    @ArgGroup
    private Which which = new Which();

    /** Which policy, if not the newest. */
    private static final class Which {

        @Option(
                names = "--best",
                description = "The version that was the best in the evaluations while training (train --eval-every).")
        private boolean best;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "A file of the run, such as the early-policy.avro of an experiment's.")
        private Optional<String> file = Optional.empty();
    }

    @Option(names = "--stochastic", description = "Draw actions; without it the most probable one is taken.")
    private boolean stochastic;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the evaluation (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ResultOptions printed = new ResultOptions();

    @Override
    public Integer call() {
        if (episodes < 1) {
            throw new UserException("--episodes is " + episodes + ", but must be at least 1.");
        }
        TrainingSpec spec = RunDirectory.readSpec(runDirectory);
        PolicyUpdate policy = policy();
        PolicyInspection.fault(spec, policy).ifPresent(fault -> {
            throw new UserException("The policy does not belong to the training spec in " + runDirectory + ". " + fault
                    + " Name a policy of this run.");
        });
        Evaluation.Result result =
                Evaluation.run(EnvironmentRegistry.standard(), spec, policy, episodes, !stochastic, seed);
        Map<String, Object> json = new TreeMap<>();
        json.put("policyId", policy.policyId());
        json.put("version", policy.version());
        json.put("parameterHash", policy.hash());
        json.put("episodes", episodes);
        json.put("greedy", !stochastic);
        json.put("meanReturn", result.mean());
        json.put("stdReturn", result.std());
        json.put("meanLength", result.meanLength());
        printed.print(new Result(
                json,
                table(policy, result),
                Optional.of("tensorboard --logdir " + CommandLineText.quoted(runDirectory.toString()))));
        return 0;
    }

    private Table table(PolicyUpdate policy, Evaluation.Result result) {
        return new Table()
                .row("policy", policy.policyId() + ", version " + policy.version())
                .row(
                        "played",
                        episodes + " episodes, actions " + (stochastic ? "drawn" : "the most probable") + ", seed "
                                + seed)
                .row("return", String.format(Locale.ROOT, "%.2f, standard deviation %.2f", result.mean(), result.std()))
                .row("length", String.format(Locale.ROOT, "%.1f steps", result.meanLength()))
                .row("weights", policy.hash());
    }

    private PolicyUpdate policy() {
        if (which.best) {
            return RunDirectory.readBestPolicy(runDirectory);
        }
        return which.file
                .map(name -> RunDirectory.readPolicy(
                        runDirectory.resolve(name), "name a policy of the run, such as policy.avro, with --policy."))
                .orElseGet(() -> RunDirectory.readPolicy(runDirectory));
    }
}
