package dev.streamgrad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.spec.KnownEnvironments;
import dev.streamgrad.training.spec.SpecFile;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of a training spec, for all commands that train. Each is equivalent to a setting of {@code --set}. */
final class SpecArguments {

    private static final String ALGORITHM = "ppo";
    private static final String ENVIRONMENT = "CartPole-v1";
    private static final String POLICY = "policyId";

    @Option(names = "--algorithm", paramLabel = "NAME", description = "ppo or a2c (default: " + ALGORITHM + ").")
    private Optional<String> algorithm = Optional.empty();

    @Option(names = "--env", paramLabel = "ID", description = "The environment (default: " + ENVIRONMENT + ").")
    private Optional<String> environment = Optional.empty();

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description =
                    "Settings in the format of spec.json, as JSON or YAML, all or some; they replace those of the preset.")
    private Optional<Path> file = Optional.empty();

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
            description = "Evaluate every VERSIONS versions and at the end; keep the best policy (default: never).")
    private Optional<String> evaluateEvery = Optional.empty();

    @Option(
            names = "--eval-episodes",
            paramLabel = "N",
            description = "Episodes of each evaluation (default: the preset's).")
    private Optional<String> evaluationEpisodes = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting; docs/configuration.md lists them all.")
    private List<String> assignments = List.of();

    /** The spec of these options; throws an {@link InvalidSpecException} with all faults. */
    TrainingSpec resolve(KnownEnvironments environments) {
        return resolve(environments, options());
    }

    /**
     * The spec of these options, with a policy name that is unique among the policies of a Kafka cluster.
     *
     * @param policy the value of {@code --policy}; if it and {@code --set} name no policy, environment, algorithm and seed give the name
     */
    TrainingSpec resolve(KnownEnvironments environments, Optional<String> policy) {
        Map<String, Given> options = options();
        policy.ifPresent(id -> options.put("--policy", new Given(POLICY, id)));
        TrainingSpec spec = resolve(environments, options);
        boolean named = policy.isPresent()
                || keys().anyMatch(POLICY::equals)
                || settings().has(POLICY);
        options.put("--policy", new Given(POLICY, spec.policyId() + "-" + spec.seed()));
        return named ? spec : resolve(environments, options);
    }

    private TrainingSpec resolve(KnownEnvironments environments, Map<String, Given> options) {
        Map<String, String> named = new LinkedHashMap<>();
        options.values().forEach(given -> named.put(given.key(), given.value()));
        Faults faults = new Faults();
        givenOnce(options, faults);
        try {
            TrainingSpec spec =
                    new SpecRequest(ALGORITHM, ENVIRONMENT, settings(), named, assignments).resolve(environments);
            faults.throwIfAny();
            return spec;
        } catch (InvalidSpecException e) {
            e.faults().stream()
                    .filter(fault -> !faults.messages().contains(fault))
                    .forEach(faults::add);
            throw new InvalidSpecException(faults.messages());
        }
    }

    /** The settings of the file; none if there is no file. */
    private ObjectNode settings() {
        return file.map(SpecFile::read).orElseGet(SpecJson::emptyTree);
    }

    /** A setting that an option gives. */
    private record Given(String key, String value) {}

    private Map<String, Given> options() {
        Map<String, Given> options = new LinkedHashMap<>();
        algorithm.ifPresent(value -> options.put("--algorithm", new Given("update.algorithm", value)));
        environment.ifPresent(value -> options.put("--env", new Given("environment.id", value)));
        seed.ifPresent(value -> options.put("--seed", new Given("seed", value)));
        totalSteps.ifPresent(value -> options.put("--total-steps", new Given("budget.totalSteps", value)));
        targetReturn.ifPresent(value -> options.put("--target-return", new Given("budget.targetReturn", value)));
        evaluateEvery.ifPresent(value -> options.put("--eval-every", new Given("budget.evaluateEvery", value)));
        evaluationEpisodes.ifPresent(
                value -> options.put("--eval-episodes", new Given("budget.evaluationEpisodes", value)));
        return options;
    }

    /** Rejects two values for one setting, since one of them would be ignored. */
    private void givenOnce(Map<String, Given> options, Faults faults) {
        Map<String, String> origins = new HashMap<>();
        options.forEach((option, given) -> origins.put(given.key(), option));
        keys().forEach(key -> {
            String origin = "--set " + key;
            String earlier = origins.putIfAbsent(key, origin);
            faults.require(
                    earlier == null,
                    key + " is given twice, by " + earlier + (origin.equals(earlier) ? "" : " and by " + origin)
                            + "; leave one of them out.");
            faults.require(
                    !key.equals("revision"),
                    "revision cannot be set; './streamgrad revise' raises it when it changes a policy in training.");
        });
    }

    /** The whole keys of the settings of {@code --set}. */
    private Stream<String> keys() {
        return assignments.stream()
                .map(assignment -> SpecOptions.find(assignment.split("=", 2)[0].strip()))
                .flatMap(Optional::stream)
                .map(SpecOptions.Option::key);
    }

    /** The names of those options that were given. */
    List<String> given() {
        return Stream.of(
                        file.stream().map(path -> "--spec"),
                        options().keySet().stream(),
                        assignments.stream().limit(1).map(first -> "--set"))
                .flatMap(Function.identity())
                .toList();
    }
}
