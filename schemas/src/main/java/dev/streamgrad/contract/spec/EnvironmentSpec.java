package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Space;

/** What the agents act in. */
public record EnvironmentSpec(
        @Describe("The environment, by its registered name.")
        String id,

        @Describe("The space of observations; follows from the environment.")
        Space observationSpace,

        @Describe("The space of actions; follows from the environment.")
        Space actionSpace,

        @Describe("What the actor does to a sampled action before the environment sees it.")
        ActionTransform actionTransform,

        @Describe(
                value = "After how many steps an episode is truncated; 0 is the environment's own limit.",
                unit = "steps",
                range = "0 or more")
        int maxEpisodeSteps) {

    void check(Faults faults) {
        faults.require(!id.isBlank(), "environment.id is empty; name an environment, such as CartPole-v1.");
        faults.requireAtLeast("environment.maxEpisodeSteps", maxEpisodeSteps, 0);
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
