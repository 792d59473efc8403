package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.spec.SpecRequest;
import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UnknownSetting;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The settings of an experiment's variants, by their whole keys, with the line of each. However a setting is spelt, by its key, by the
 * key's last part or by the name that stands above all variants, it is one setting: a variant's own replaces the common one, and two at
 * one level are a fault.
 */
final class VariantSettings {

    private static final String ENVIRONMENT = "environment.id";
    private static final String ALGORITHM = "update.algorithm";

    /** What says an experiment's keys in a spec's; the other way to write them holds too. */
    private static final Map<String, String> TOP =
            Map.of("environment", ENVIRONMENT, "algorithm", ALGORITHM, "totalSteps", "budget.totalSteps");

    /** Settings that an experiment gives itself, and why. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "seed", "list the seeds under 'seeds'",
            "policyId", "a run is kept under its variant and seed",
            "revision", "a run is trained by one spec");

    private final LinedYaml yaml;
    private final EnvironmentRegistry registry;
    private final Map<String, Node> common = new LinkedHashMap<>();

    VariantSettings(LinedYaml yaml, EnvironmentRegistry registry) {
        this.yaml = yaml;
        this.registry = registry;
    }

    /** Takes what holds for all variants: {@code settings}, and what stands beside it. */
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
     * The specs of a variant, one per seed; none where something is wrong with it.
     *
     * @param own its settings
     * @param node stands where a fault belongs to no setting
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

    /** Notes a setting under its whole key. */
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

    /** The key of the setting that a problem names; the variant's where it names none. */
    private Node culprit(String problem, Map<String, Node> settings, Node variant) {
        return settings.entrySet().stream()
                .filter(entry -> names(problem, entry.getKey(), entry.getValue()))
                .findFirst()
                .map(entry -> yaml.key(entry.getValue()))
                .orElseGet(() -> yaml.key(variant));
    }

    /** By its whole key; an environment or an algorithm that is not there by its own name. */
    private boolean names(String problem, String key, Node value) {
        return switch (key) {
            case ENVIRONMENT -> problem.startsWith("There is no environment '" + yaml.value(value) + "'");
            case ALGORITHM -> problem.startsWith("There is no algorithm '" + yaml.value(value) + "'");
            default -> problem.contains(key);
        };
    }
}
