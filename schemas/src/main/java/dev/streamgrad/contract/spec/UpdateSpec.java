package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** How often and in which portions an update steps on its rollout batch. */
public record UpdateSpec(
        @Describe("The algorithm: a2c or ppo.") Algorithm algorithm,

        @Describe("Passes over the whole rollout batch per update.") @Range(from = 1, to = 1000)
        int epochs,

        @Describe(
                value = "Transitions per gradient step, drawn without replacement; 0 is the whole rollout batch.",
                unit = "transitions")
        @Range(from = 0)
        int minibatchSize,

        @Describe(
                value =
                        "Computes a gradient, and what comes before the first, in portions of this many transitions, to save"
                                + " memory; 0 is in one.",
                unit = "transitions")
        @Range(from = 0)
        int microbatchSize,

        @Describe("Stops the update once the policy's approximate KL since the start of the update exceeds 1.5 times"
                + " this.")
        @Range(from = 0, above = true)
        OptionalDouble targetKl,

        @Describe("Skipped updates in a row after which the policy is marked failed.") @Range(from = 1)
        int maxSkippedUpdates) {

    void check(Faults faults) {
        SettingRanges.check("update.", this, faults);
    }
}
