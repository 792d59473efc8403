package dev.streamgrad.cli.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
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
 * What a user asked for, before it is a training spec.
 *
 * @param algorithm as written
 * @param environment as written
 * @param named settings that have an option of their own, by key
 * @param assignments {@code KEY=VALUE}, applied last
 */
public record SpecRequest(String algorithm, String environment, Map<String, String> named, List<String> assignments) {

    /** The same with one more named setting. */
    public SpecRequest with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(named);
        more.put(key, value);
        return new SpecRequest(algorithm, environment, more, assignments);
    }

    /** The spec; an {@link InvalidSpecException} lists everything that is wrong. */
    public TrainingSpec resolve(EnvironmentRegistry registry) {
        Faults faults = new Faults();
        Optional<Algorithm> known = algorithm(faults);
        Optional<EnvironmentEntry> entry = environment(registry, faults);
        ObjectNode tree = Presets.tree(known.orElse(Algorithm.PPO), environment);
        tree.put("policyId", policyId());
        // An unknown environment must not hide what else is wrong: any known one lets the rest be checked.
        describe(entry.orElseGet(() -> registry.entry("CartPole-v1")), tree);
        named.forEach((key, value) -> SpecOptions.set(tree, key, value, faults));
        for (String assignment : assignments) {
            assign(tree, assignment, faults);
        }
        correctForLag(tree);
        boolean ramping = tree.at("/environment/difficultyRamping").asBoolean();
        boolean masks = tree.at("/environment/actionMasks").asBoolean();
        entry.ifPresent(found -> registry.checkOptions(found.id(), ramping, masks, faults));
        try {
            TrainingSpec spec = SpecJson.read(tree);
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

    private Optional<Algorithm> algorithm(Faults faults) {
        Optional<Algorithm> known = Arrays.stream(Algorithm.values())
                .filter(candidate -> candidate.name().equalsIgnoreCase(algorithm))
                .findFirst();
        faults.require(known.isPresent(), "There is no algorithm '" + algorithm + "'; choose a2c or ppo.");
        return known;
    }

    private Optional<EnvironmentEntry> environment(EnvironmentRegistry registry, Faults faults) {
        try {
            return Optional.of(registry.entry(environment));
        } catch (UnknownEnvironmentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String policyId() {
        return (environment + "-" + algorithm).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    }

    private static void describe(EnvironmentEntry entry, ObjectNode tree) {
        ObjectNode environment = tree.withObjectProperty("environment");
        environment.put("id", entry.id());
        environment.set("observationSpace", SpecJson.tree(entry.observationSpace()));
        environment.set("actionSpace", SpecJson.tree(entry.actionSpace()));
        entry.rewardThreshold()
                .ifPresent(threshold -> tree.withObjectProperty("budget").put("solvedReturn", threshold));
    }

    private static void assign(ObjectNode tree, String assignment, Faults faults) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            faults.add("'" + assignment + "' is no assignment; write --set KEY=VALUE.");
            return;
        }
        SpecOptions.set(tree, assignment.substring(0, equals).strip(), assignment.substring(equals + 1), faults);
    }

    /** A2C has no ratio of its own: where its policy lags, V-trace corrects for it unless an estimator was asked for. */
    private void correctForLag(ObjectNode tree) {
        boolean asked = assignments.stream().anyMatch(assignment -> assignment.contains("estimator"));
        boolean a2c = tree.at("/update/algorithm").asText().equalsIgnoreCase(Algorithm.A2C.name());
        if (a2c && !asked && tree.at("/rollouts/lag").asInt() > 0) {
            tree.withObjectProperty("advantage").put("estimator", "vtrace");
        }
    }
}
