package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UnknownSetting;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.spec.SpecRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The settings of an experiment's variants by full key, with the line of each. A setting may be written by its full key, by the key's last
 * part or by its top-level name ({@code environment}); all of these name the same setting. A variant's setting replaces the common one;
 * setting it twice at one level is a fault.
 */
final class VariantSettings {

    private static final String ENVIRONMENT = "environment.id";
    private static final String ALGORITHM = "update.algorithm";

    /** The experiment's top-level names of spec settings, with the full keys; the full keys are valid too. */
    private static final Map<String, String> TOP =
            Map.of("environment", ENVIRONMENT, "algorithm", ALGORITHM, "totalSteps", "budget.totalSteps");

    /** Settings that an experiment's file cannot set, each with the reason. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "seed", "list the seeds under 'seeds'",
            "policyId", "the variant and the seed identify a run",
            "revision", "a run has only one spec");

    private final LinedYaml yaml;
    private final EnvironmentRegistry registry;
    private final Map<String, Node> common = new LinkedHashMap<>();

    VariantSettings(LinedYaml yaml, EnvironmentRegistry registry) {
        this.yaml = yaml;
        this.registry = registry;
    }

    /** Reads the settings for all variants: {@code settings} and the top-level names. */
    void common(Map<String, Node> top) {
        TOP.keySet().stream().sorted().filter(top::containsKey).forEach(name -> put(common, name, node(top, name)));
        Optional.ofNullable(top.get("settings"))
                .map(yaml::mapping)
                .orElse(Map.of())
                .forEach((name, value) -> put(common, name, value));
    }

    private static Node node(Map<String, Node> top, String name) {
        return Optional.ofNullable(top.get(name)).orElseThrow();
    }

    /**
     * The specs of a variant, one per seed; none if there is a fault.
     *
     * @param own the variant's settings
     * @param node the variant's node, for faults that belong to no setting
     */
    List<TrainingSpec> specs(String variant, Map<String, Node> own, Node node, List<Long> seeds) {
        int before = yaml.faults().size();
        Map<String, Node> settings = new LinkedHashMap<>();
        own.forEach((name, value) -> put(settings, name, value));
        common.forEach(settings::putIfAbsent);
        List<String> assignments = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + yaml.value(entry.getValue()))
                .toList();
        List<TrainingSpec> specs = new ArrayList<>();
        for (long seed : seeds) {
            if (yaml.faults().size() > before) {
                return List.of();
            }
            try {
                Map<String, String> named = Map.of("seed", Long.toString(seed));
                specs.add(new SpecRequest("ppo", "CartPole-v1", named, assignments).resolve(registry));
            } catch (InvalidSpecException e) {
                e.faults()
                        .forEach(problem ->
                                yaml.fault(culprit(problem, settings, node), "variant '" + variant + "': " + problem));
            }
        }
        return specs;
    }

    /** Puts a setting under its full key. */
    private void put(Map<String, Node> settings, String name, Node value) {
        String key = TOP.getOrDefault(name, name);
        Optional<String> whole = SpecOptions.find(key).map(SpecOptions.Option::key);
        if (whole.isEmpty()) {
            String fault = Closest.to(name, TOP.keySet())
                    .map(near -> "There is no setting '" + name + "'; did you mean '" + near + "'?")
                    .orElseGet(() -> UnknownSetting.fault(name));
            yaml.fault(yaml.key(value), fault);
            return;
        }
        String reason = NOT_HERE.get(whole.get());
        if (reason != null) {
            yaml.fault(yaml.key(value), "'" + name + "' cannot be set in an experiment: " + reason + ".");
            return;
        }
        Node earlier = settings.putIfAbsent(whole.get(), value);
        if (earlier != null) {
            yaml.fault(
                    yaml.key(value),
                    "'" + name + "' sets " + whole.get() + ", which line " + yaml.line(yaml.key(earlier))
                            + " sets already; leave one of them out.");
        }
    }

    /** The key node of the setting that a problem names; the variant's if it names none. */
    private Node culprit(String problem, Map<String, Node> settings, Node variant) {
        return settings.entrySet().stream()
                .filter(entry -> names(problem, entry.getKey(), entry.getValue()))
                .findFirst()
                .map(entry -> yaml.key(entry.getValue()))
                .orElseGet(() -> yaml.key(variant));
    }

    /** Whether a problem names a setting: by its full key or, for an unknown environment or algorithm, by its value. */
    private boolean names(String problem, String key, Node value) {
        return switch (key) {
            case ENVIRONMENT -> problem.startsWith("There is no environment '" + yaml.value(value) + "'");
            case ALGORITHM -> problem.startsWith("There is no algorithm '" + yaml.value(value) + "'");
            default -> problem.contains(key);
        };
    }
}
