package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** How an update learns from its rollout batch. */
public record UpdateSpec(
        @Describe("The algorithm: a2c or ppo.") Algorithm algorithm,

        @Describe("Passes over the whole rollout batch per update.") @Range(from = 1, to = 1000)
        int epochs,

        @Describe(
                value = "Transitions per gradient step, drawn without replacement; 0 for the whole rollout batch.",
                unit = "transitions")
        @Range(from = 0)
        int minibatchSize,

        @Describe(
                value =
                        "Transitions that are computed at once in a gradient step and in the forward pass before the first"
                                + " one, to save memory; 0 for all.",
                unit = "transitions")
        @Range(from = 0)
        int microbatchSize,

        @Describe(
                "Stops the update once the policy's approximate KL divergence since the start of the update exceeds 1.5"
                        + " times this.")
        @Range(from = 0, above = true)
        OptionalDouble targetKl,

        @Describe("Consecutive skipped updates after which the training fails.") @Range(from = 1)
        int maxSkippedUpdates) {

    void check(Faults faults) {
        SettingRanges.check("update.", this, faults);
    }
}
