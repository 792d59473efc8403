package dev.streamgrad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.Evaluation;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        if (episodes < 1) {
            throw new UserException("--episodes is " + episodes + ", but must be at least 1.");
        }
        TrainingSpec spec = RunDirectory.readSpec(runDirectory);
        PolicyUpdate policy = policy();
        PolicyInspection.fault(spec, policy).ifPresent(difference -> {
            throw new UserException("The policy does not belong to the training spec in " + runDirectory + ": "
                    + difference + " Name a policy of this run.");
        });
        Evaluation.Result result =
                Evaluation.run(EnvironmentRegistry.standard(), spec, policy, episodes, !stochastic, seed);
        Map<String, Object> printed = new TreeMap<>();
        printed.put("policyId", policy.policyId());
        printed.put("version", policy.version());
        printed.put("parameterHash", policy.hash());
        printed.put("episodes", episodes);
        printed.put("greedy", !stochastic);
        printed.put("meanReturn", result.mean());
        printed.put("stdReturn", result.std());
        printed.put("meanLength", result.meanLength());
        command.commandLine().getOut().println(new JsonMapper().writeValueAsString(printed));
        command.commandLine().getOut().flush();
        return 0;
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
