package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SinglePrecision;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UnknownSetting;
import dev.streamgrad.contract.topic.PolicyIds;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings that a user gave, before they are resolved to a training spec. Algorithm and environment are settings like all others:
 * however they are given, they choose the preset and the default policy id.
 *
 * @param algorithm the algorithm if nothing else names one
 * @param environment the environment if nothing else names one
 * @param file settings of a file; they replace those of the preset
 * @param named settings that have an option of their own, by key; they replace those of the file
 * @param assignments {@code KEY=VALUE}, applied last
 */
public record SpecRequest(
        String algorithm, String environment, ObjectNode file, Map<String, String> named, List<String> assignments) {

    private static final String ALGORITHM = "update.algorithm";
    private static final String ENVIRONMENT = "environment.id";
    private static final String ESTIMATOR = "advantage.estimator";
    private static final Space UNKNOWN = new Discrete(2);
    private static final String SOLVED = "budget.solvedReturn";
    private static final String OBSERVATIONS = "observationSpace";
    private static final String ACTIONS = "actionSpace";
    private static final List<String> SPACES = List.of(OBSERVATIONS, ACTIONS);

    /** A request without a file. */
    public SpecRequest(String algorithm, String environment, Map<String, String> named, List<String> assignments) {
        this(algorithm, environment, SpecJson.emptyTree(), named, assignments);
    }

    /** A copy with one more named setting. */
    public SpecRequest with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(named);
        more.put(key, value);
        return new SpecRequest(algorithm, environment, file, more, assignments);
    }

    /** Builds the spec of an environment of a registry; an {@link InvalidSpecException} lists everything that is wrong. */
    public TrainingSpec resolve(EnvironmentRegistry registry) {
        return resolve(KnownEnvironments.of(registry));
    }

    /** Builds the spec; an {@link InvalidSpecException} lists everything that is wrong. */
    public TrainingSpec resolve(KnownEnvironments environments) {
        Faults faults = new Faults();
        Map<String, String> settings = settings(faults);
        Algorithm algorithm =
                algorithm(settings.getOrDefault(ALGORITHM, ""), faults).orElse(Algorithm.PPO);
        String id = settings.getOrDefault(ENVIRONMENT, "").strip();
        ObjectNode tree = environments.preset(algorithm, id);
        tree.put("policyId", policyId(id, algorithm));
        Presets.overlay(tree, file.deepCopy());
        put(tree, "update", "algorithm", algorithm.name());
        put(tree, "environment", "id", id);
        settings.remove(ALGORITHM);
        settings.remove(ENVIRONMENT);
        settings.forEach((key, value) -> SpecOptions.set(tree, key, value, faults));
        correctForLag(tree, settings);
        Optional<EnvironmentDescription> found = environment(tree, id, environments, faults);
        found.flatMap(description -> threshold(description, settings))
                .ifPresent(value -> put(tree, "budget", "solvedReturn", value));
        found.ifPresent(description -> environments.check(description, tree.path("environment"), faults));
        TrainingSpec spec = read(tree, faults);
        found.ifPresent(description -> checkSpaces(spec.environment(), description));
        return spec;
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
        settings.put(ALGORITHM, file.at("/update/algorithm").asText(algorithm));
        settings.put(ENVIRONMENT, file.at("/environment/id").asText(environment));
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

    /** Sets a value of a group; {@link SpecJson#read} reports what is no group. */
    private static void put(ObjectNode tree, String group, String name, Object value) {
        if (tree.get(group) instanceof ObjectNode members) {
            members.set(name, SpecJson.tree(value));
        }
    }

    private static Optional<Algorithm> algorithm(String name, Faults faults) {
        Optional<Algorithm> known = Arrays.stream(Algorithm.values())
                .filter(candidate -> candidate.name().equalsIgnoreCase(name.strip()))
                .findFirst();
        faults.require(known.isPresent(), "There is no algorithm '" + name + "'; choose a2c or ppo.");
        return known;
    }

    /**
     * Completes the tree with the spaces of the environment, unless they are given; returns its description, if there is one. Placeholders
     * stand for unknown spaces, so that the other settings are checked.
     */
    private static Optional<EnvironmentDescription> environment(
            ObjectNode tree, String id, KnownEnvironments environments, Faults faults) {
        if (!(tree.get("environment") instanceof ObjectNode environment)) {
            return Optional.empty();
        }
        List<String> absent =
                SPACES.stream().filter(space -> !environment.has(space)).toList();
        Optional<EnvironmentDescription> found = Optional.empty();
        try {
            found = environments.find(id, options(environment), absent.isEmpty());
            faults.require(
                    found.isPresent() || absent.isEmpty(),
                    "This process does not know the environment '" + id + "'; give "
                            + absent.stream().map("environment."::concat).collect(Collectors.joining(" and "))
                            + " with --spec or --set if simulators elsewhere know it, or correct its name.");
        } catch (InvalidSpecException e) {
            e.faults().forEach(faults::add);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        if (absent.contains(OBSERVATIONS)) {
            environment.set(
                    OBSERVATIONS,
                    SpecJson.tree(
                            found.map(EnvironmentDescription::observationSpace).orElse(UNKNOWN)));
        }
        if (absent.contains(ACTIONS)) {
            environment.set(
                    ACTIONS,
                    SpecJson.tree(found.map(EnvironmentDescription::actionSpace).orElse(UNKNOWN)));
        }
        return found;
    }

    private static Map<String, String> options(ObjectNode environment) {
        Map<String, String> options = new TreeMap<>();
        environment
                .path("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        return options;
    }

    /** The return at which the environment counts as solved, unless a setting gives one. */
    private Optional<Double> threshold(EnvironmentDescription description, Map<String, String> settings) {
        boolean given =
                settings.containsKey(SOLVED) || !file.at("/budget/solvedReturn").isMissingNode();
        return given || description.rewardThreshold().isEmpty()
                ? Optional.empty()
                : Optional.of(description.rewardThreshold().getAsDouble());
    }

    private static void checkSpaces(EnvironmentSpec spec, EnvironmentDescription description) {
        Faults faults = new Faults();
        checkSpace(OBSERVATIONS, spec.observationSpace(), description.observationSpace(), spec.id(), faults);
        checkSpace(ACTIONS, spec.actionSpace(), description.actionSpace(), spec.id(), faults);
        faults.throwIfAny();
    }

    private static void checkSpace(String name, Space given, Space own, String id, Faults faults) {
        faults.require(
                given.equals(own),
                "environment." + name + " is " + SpecJson.tree(given) + ", but " + id + " has " + SpecJson.tree(own)
                        + "; leave it out, or correct it.");
    }

    private static String policyId(String environment, Algorithm algorithm) {
        return (environment + "-" + algorithm).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    }

    /**
     * Selects V-trace for A2C if its policy lags and no estimator was given: A2C has no importance ratio of its own to correct for the lag.
     */
    private void correctForLag(ObjectNode tree, Map<String, String> settings) {
        boolean a2c = tree.at("/update/algorithm").asText().equalsIgnoreCase(Algorithm.A2C.name());
        boolean given = settings.containsKey(ESTIMATOR)
                || file.at("/advantage/estimator").isTextual();
        if (a2c
                && !given
                && tree.at("/rollouts/lag").asInt() > 0
                && tree.get("advantage") instanceof ObjectNode group) {
            group.put("estimator", "vtrace");
        }
    }
}
