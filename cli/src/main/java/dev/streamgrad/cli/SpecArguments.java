package dev.streamgrad.cli;

import dev.streamgrad.cli.spec.SpecRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that make a training spec, wherever it is trained. */
final class SpecArguments {

    @Option(names = "--algorithm", paramLabel = "NAME", description = "ppo or a2c (default: ${DEFAULT-VALUE}).")
    private String algorithm = "ppo";

    @Option(names = "--env", paramLabel = "ID", description = "The environment (default: ${DEFAULT-VALUE}).")
    private String environment = "CartPole-v1";

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every random number (default: 1).")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--total-steps",
            paramLabel = "N",
            description = "Transitions to learn from (default: the preset's).")
    private Optional<String> totalSteps = Optional.empty();

    @Option(names = "--target-return", paramLabel = "R", description = "End once the mean return of 100 episodes is R.")
    private Optional<String> targetReturn = Optional.empty();

    @Option(
            names = "--eval-every",
            paramLabel = "VERSIONS",
            description = "Evaluate every so many versions and the last, and keep the best policy (default: never).")
    private Optional<String> evaluateEvery = Optional.empty();

    @Option(
            names = "--eval-episodes",
            paramLabel = "N",
            description = "Episodes of such an evaluation (default: the preset's).")
    private Optional<String> evaluationEpisodes = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting; docs/configuration.md lists them.")
    private List<String> assignments = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** What was asked for. */
    SpecRequest request() {
        Map<String, String> named = new LinkedHashMap<>();
        seed.ifPresent(value -> named.put("seed", value));
        totalSteps.ifPresent(value -> named.put("budget.totalSteps", value));
        targetReturn.ifPresent(value -> named.put("budget.targetReturn", value));
        evaluateEvery.ifPresent(value -> named.put("budget.evaluateEvery", value));
        evaluationEpisodes.ifPresent(value -> named.put("budget.evaluationEpisodes", value));
        return new SpecRequest(algorithm, environment, named, assignments);
    }

    /** Those of these options that were written. */
    List<String> given() {
        return Stream.of(
                        "--algorithm",
                        "--env",
                        "--seed",
                        "--total-steps",
                        "--target-return",
                        "--eval-every",
                        "--eval-episodes",
                        "--set")
                .filter(command.commandLine().getParseResult()::hasMatchedOption)
                .toList();
    }
}
