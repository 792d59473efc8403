package dev.streamgrad.cli.spec;

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
import dev.streamgrad.simulator.environment.EnvironmentEntry;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.environment.UnknownEnvironmentException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a user asked for, before it is a training spec. Algorithm and environment are settings like all others: whichever way they were
 * given, they choose the preset and the policy's name.
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

    /** The same with one more named setting. */
    public SpecRequest with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(named);
        more.put(key, value);
        return new SpecRequest(algorithm, environment, more, assignments);
    }

    /** The spec; an {@link InvalidSpecException} lists everything that is wrong. */
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
     * The spec of a tree of settings that are in force at once.
     *
     * @param faults what is known to be wrong already
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

    /** Every setting that was given, by its whole key; of several for one setting the last. */
    private Map<String, String> settings(Faults faults) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ALGORITHM, algorithm);
        settings.put(ENVIRONMENT, environment);
        named.forEach((key, value) -> put(settings, key, value, faults));
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                faults.add("'" + assignment + "' is no assignment; write --set KEY=VALUE.");
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

    /** An unknown algorithm or environment must not hide what else is wrong: any known one lets the rest be checked. */
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

    /** A2C has no ratio of its own: where its policy lags, V-trace corrects for it unless an estimator was asked for. */
    private static void correctForLag(ObjectNode tree, Map<String, String> settings) {
        boolean a2c = tree.at("/update/algorithm").asText().equalsIgnoreCase(Algorithm.A2C.name());
        if (a2c && !settings.containsKey(ESTIMATOR) && tree.at("/rollouts/lag").asInt() > 0) {
            tree.withObjectProperty("advantage").put("estimator", "vtrace");
        }
    }
}
