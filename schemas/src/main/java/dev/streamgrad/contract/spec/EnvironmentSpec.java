package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.space.SpaceNotation;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of the agents. */
public record EnvironmentSpec(
        @Describe(value = "The environment, by its registered name.", accepts = "the name of an environment")
        String id,

        @Describe(
                value = "The observation space; only needed for an environment that this process does not know.",
                accepts = SpaceNotation.WORDS)
        Space observationSpace,

        @Describe(
                value = "The action space; only needed for an environment that this process does not know.",
                accepts = SpaceNotation.WORDS)
        Space actionSpace,

        @Describe("Transform of a sampled action before it is passed to the environment.")
        ActionTransform actionTransform,

        @Describe(
                value = "Steps after which an episode is truncated; 0 for the environment's own limit.",
                unit = "steps")
        @Range(from = 0)
        int maxEpisodeSteps,

        @Describe(
                value =
                        "Whether the environment reports which actions are allowed, and the policy samples only from those.",
                otherwise = "false")
        boolean actionMasks,

        @Describe(
                value = "Probability that the environment repeats the last action instead of taking the new one.",
                otherwise = "0")
        @Range(from = 0, to = 1, below = true)
        double stickyActions,

        @Describe(value = "Whether the game gets harder during an episode, if it supports that.", otherwise = "false")
        boolean difficultyRamping,

        @Describe(
                value = "Options of the environment by name; one that is left out has the environment's default.",
                otherwise = "none",
                accepts = SpecOptions.NAMED)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> options) {

    private static final int MOST_OPTIONS = 100;
    private static final int LONGEST_OPTION = 1_000;
    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** Sorts the options by name. */
    public EnvironmentSpec {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** An environment with its own step limit, without masks, without sticky actions and with its default options. */
    public static EnvironmentSpec of(
            String id, Space observationSpace, Space actionSpace, ActionTransform actionTransform) {
        return new EnvironmentSpec(id, observationSpace, actionSpace, actionTransform, 0, false, 0, false, Map.of());
    }

    /** Bytes of one row's action mask on the wire; 0 if there are no masks. */
    public int maskBytes() {
        return actionMasks ? actionSpace.distributionParameters() : 0;
    }

    void check(Faults faults) {
        SettingRanges.check("environment.", this, faults);
        faults.require(
                !actionMasks || actionSpace instanceof Discrete || actionSpace instanceof MultiDiscrete,
                "environment.actionMasks is true, but masks need discrete actions; set it to false.");
        faults.require(
                !(actionSpace instanceof Box box) || box.dtype() == DType.FLOAT32,
                "environment.actionSpace is a box of "
                        + actionSpace.dtype().toString().toLowerCase(Locale.ROOT)
                        + ", but continuous actions are sampled as float32 and would be truncated; use a box of float32,"
                        + " or a discrete space.");
        faults.require(
                options.size() <= MOST_OPTIONS,
                "environment.options has " + options.size() + " options; the limit is " + MOST_OPTIONS + ".");
        options.forEach((name, value) -> checkOption(name, value, faults));
        faults.require(!id.isBlank(), "environment.id is empty; name an environment, such as CartPole-v1.");
        if (actionTransform == ActionTransform.SQUASH && actionSpace instanceof Box box) {
            for (int i = 0; i < box.elements(); i++) {
                faults.require(
                        Float.isFinite(box.low()[i]) && Float.isFinite(box.high()[i]),
                        "environment.actionTransform is squash, but action element " + i
                                + " has no finite bounds; use clip or none.");
            }
        }
    }

    private static void checkOption(String name, String value, Faults faults) {
        faults.require(
                OPTION_NAME.matcher(name).matches(),
                "environment.options has the name '" + name
                        + "', but a name must be 1 to 64 letters, digits or underscores and not begin with a digit.");
        faults.require(
                value.length() <= LONGEST_OPTION,
                SpecOptions.NAMED_PREFIX + name + " has " + value.length() + " characters; the limit is "
                        + LONGEST_OPTION + ".");
    }
}
