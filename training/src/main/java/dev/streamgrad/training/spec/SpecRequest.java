package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SinglePrecision;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UnknownSetting;
import dev.streamgrad.contract.topic.PolicyIds;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.UnknownEnvironmentException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that a user gave, before they are resolved to a training spec. Algorithm and environment are settings like all others:
 * however they are given, they choose the preset and the default policy id.
 *
 * @param algorithm as written
 * @param environment as written
 * @param named settings that have an option of their own, by key
 * @param assignments {@code KEY=VALUE}, applied last
 */
public record SpecRequest(String algorithm, String environment, Map<String, String> named, List<String> assignments) {

    private static final String ALGORITHM = "update.algorithm";
    private static final String ENVIRONMENT = "environment.id";
    private static final String ESTIMATOR = "advantage.estimator";

    /** A copy with one more named setting. */
    public SpecRequest with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(named);
        more.put(key, value);
        return new SpecRequest(algorithm, environment, more, assignments);
    }

    /** Builds the spec; an {@link InvalidSpecException} lists everything that is wrong. */
    public TrainingSpec resolve(EnvironmentRegistry registry) {
        Faults faults = new Faults();
        Map<String, String> settings = settings(faults);
        Optional<Algorithm> known = algorithm(settings.getOrDefault(ALGORITHM, ""), faults);
        Optional<EnvironmentEntry> entry = environment(settings.getOrDefault(ENVIRONMENT, ""), registry, faults);
        ObjectNode tree = preset(known, entry, registry);
        settings.remove(ALGORITHM);
        settings.remove(ENVIRONMENT);
        settings.forEach((key, value) -> SpecOptions.set(tree, key, value, faults));
        correctForLag(tree, settings);
        boolean ramping = tree.at("/environment/difficultyRamping").asBoolean();
        boolean masks = tree.at("/environment/actionMasks").asBoolean();
        entry.ifPresent(found -> registry.checkOptions(found.id(), ramping, masks, faults));
        return read(tree, faults);
    }

    /**
     * Builds the spec of a tree of settings that apply together.
     *
     * @param faults the faults found so far; if there are any, the spec is rejected
     */
    static TrainingSpec read(ObjectNode tree, Faults faults) {
        try {
            TrainingSpec spec = SpecJson.read(tree);
            SinglePrecision.check(spec, faults);
            faults.require(
                    PolicyIds.isName(spec.policyId()),
                    "policyId is '" + spec.policyId() + "', but must be " + PolicyIds.WORDS + ".");
            if (faults.messages().isEmpty()) {
                return spec;
            }
        } catch (InvalidSpecException e) {
            e.faults().stream()
                    .filter(fault -> !faults.messages().contains(fault))
                    .forEach(faults::add);
        }
        throw new InvalidSpecException(faults.messages());
    }

    /** All given settings by their full key; of several values for one setting, the last applies. */
    private Map<String, String> settings(Faults faults) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ALGORITHM, algorithm);
        settings.put(ENVIRONMENT, environment);
        named.forEach((key, value) -> put(settings, key, value, faults));
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                faults.add("'" + assignment + "' is not an assignment; write --set KEY=VALUE.");
            } else {
                String key = assignment.substring(0, equals).strip();
                put(settings, key, assignment.substring(equals + 1), faults);
            }
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String key, String value, Faults faults) {
        SpecOptions.find(key)
                .ifPresentOrElse(
                        option -> settings.put(option.key(), value), () -> faults.add(UnknownSetting.fault(key)));
    }

    private static Optional<Algorithm> algorithm(String name, Faults faults) {
        Optional<Algorithm> known = Arrays.stream(Algorithm.values())
                .filter(candidate -> candidate.name().equalsIgnoreCase(name.strip()))
                .findFirst();
        faults.require(known.isPresent(), "There is no algorithm '" + name + "'; choose a2c or ppo.");
        return known;
    }

    private static Optional<EnvironmentEntry> environment(String id, EnvironmentRegistry registry, Faults faults) {
        try {
            return Optional.of(registry.entry(id.strip()));
        } catch (UnknownEnvironmentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The preset. An unknown algorithm or environment is replaced by a known one, so that the other settings are still checked. */
    private static ObjectNode preset(
            Optional<Algorithm> known, Optional<EnvironmentEntry> found, EnvironmentRegistry registry) {
        Algorithm algorithm = known.orElse(Algorithm.PPO);
        EnvironmentEntry entry = found.orElseGet(() -> registry.entry("CartPole-v1"));
        ObjectNode tree = Presets.tree(algorithm, entry.id());
        tree.put("policyId", policyId(entry.id(), algorithm));
        ObjectNode environment = tree.withObjectProperty("environment");
        environment.put("id", entry.id());
        environment.set("observationSpace", SpecJson.tree(entry.observationSpace()));
        environment.set("actionSpace", SpecJson.tree(entry.actionSpace()));
        entry.rewardThreshold()
                .ifPresent(threshold -> tree.withObjectProperty("budget").put("solvedReturn", threshold));
        return tree;
    }

    private static String policyId(String environment, Algorithm algorithm) {
        return (environment + "-" + algorithm).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    }

    /**
     * Selects V-trace for A2C if its policy lags and no estimator was given: A2C has no importance ratio of its own to correct for the lag.
     */
    private static void correctForLag(ObjectNode tree, Map<String, String> settings) {
        boolean a2c = tree.at("/update/algorithm").asText().equalsIgnoreCase(Algorithm.A2C.name());
        if (a2c && !settings.containsKey(ESTIMATOR) && tree.at("/rollouts/lag").asInt() > 0) {
            tree.withObjectProperty("advantage").put("estimator", "vtrace");
        }
    }
}
