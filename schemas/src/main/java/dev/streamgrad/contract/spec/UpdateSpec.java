package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** How often and in which portions an update steps on its rollout batch. */
public record UpdateSpec(
        @Describe("The algorithm: a2c or ppo.") Algorithm algorithm,

        @Describe(value = "Passes over the whole rollout batch per update.", range = "1 … 1000")
        int epochs,

        @Describe(
                value = "Transitions per gradient step, drawn without replacement; 0 is the whole rollout batch.",
                unit = "transitions",
                range = "0 or more")
        int minibatchSize,

        @Describe(
                value =
                        "Computes a gradient, and what comes before the first, in portions of this many transitions, to save"
                                + " memory; 0 is in one.",
                unit = "transitions",
                range = "0 or more")
        int microbatchSize,

        @Describe(
                value =
                        "Stops the update once the policy's approximate KL since the start of the update exceeds 1.5 times"
                                + " this.",
                range = "above 0, or absent")
        OptionalDouble targetKl,

        @Describe(value = "Skipped updates in a row after which the policy is marked failed.", range = "1 or more")
        int maxSkippedUpdates) {

    void check(Faults faults) {
        faults.requireBetween("update.epochs", epochs, 1, 1000);
        faults.requireAtLeast("update.minibatchSize", minibatchSize, 0);
        faults.requireAtLeast("update.microbatchSize", microbatchSize, 0);
        faults.requireAtLeast("update.maxSkippedUpdates", maxSkippedUpdates, 1);
        targetKl.ifPresent(kl -> faults.requirePositive("update.targetKl", kl));
    }
}
