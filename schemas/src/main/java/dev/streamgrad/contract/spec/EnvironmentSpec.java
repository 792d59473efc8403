package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.util.Locale;

/** What the agents act in. */
public record EnvironmentSpec(
        @Describe(value = "The environment, by its registered name.", accepts = "the name of an environment")
        String id,

        @Describe(value = "The space of observations; follows from the environment.", accepts = SpecOptions.FOLLOWS)
        Space observationSpace,

        @Describe(value = "The space of actions; follows from the environment.", accepts = SpecOptions.FOLLOWS)
        Space actionSpace,

        @Describe("What the actor does to a sampled action before the environment sees it.")
        ActionTransform actionTransform,

        @Describe(
                value = "After how many steps an episode is truncated; 0 is the environment's own limit.",
                unit = "steps")
        @Range(from = 0)
        int maxEpisodeSteps,

        @Describe(
                value =
                        "Whether the environment says which actions are allowed, and the policy draws from those alone.",
                otherwise = "false")
        boolean actionMasks,

        @Describe(
                value = "Probability that the environment repeats the last action instead of the new one.",
                otherwise = "0")
        @Range(from = 0, to = 1, below = true)
        double stickyActions,

        @Describe(value = "Whether the game gets harder as an episode goes on, where it can.", otherwise = "false")
        boolean difficultyRamping) {

    /** An environment as it is: its own limit, no masks, every action obeyed. */
    public static EnvironmentSpec of(
            String id, Space observationSpace, Space actionSpace, ActionTransform actionTransform) {
        return new EnvironmentSpec(id, observationSpace, actionSpace, actionTransform, 0, false, 0, false);
    }

    /** Bytes of one row's action mask on the wire; 0 where there are no masks. */
    public int maskBytes() {
        return actionMasks ? actionSpace.distributionParameters() : 0;
    }

    void check(Faults faults) {
        SettingRanges.check("environment.", this, faults);
        faults.require(
                !actionMasks || actionSpace instanceof Discrete || actionSpace instanceof MultiDiscrete,
                "environment.actionMasks is true, but masks are for discrete actions alone; leave it false.");
        faults.require(
                !(actionSpace instanceof Box box) || box.dtype() == DType.FLOAT32,
                "environment.actionSpace is a box of "
                        + actionSpace.dtype().toString().toLowerCase(Locale.ROOT)
                        + ", but a continuous action is sampled as float32, which that would cut off; make it a box of"
                        + " float32, or a discrete space.");
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
}
