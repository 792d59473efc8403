package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** When training ends, and how often the policy is saved and evaluated. */
public record BudgetSpec(
        @Describe(value = "Transitions to learn from, rounded up to whole updates; 0 for no end.", unit = "transitions")
        @Range(from = 0)
        long totalSteps,

        @Describe("Ends training early once the mean return of the last 100 episodes reaches this; absent for never.")
        @Range
        OptionalDouble targetReturn,

        @Describe("Mean return of the last 100 episodes at which the task counts as solved; training continues.") @Range
        OptionalDouble solvedReturn,

        @Describe(
                value = "Interval between snapshots of the whole learner state; the last version always has one.",
                unit = "versions")
        @Range(from = 1)
        int snapshotEvery,

        @Describe(
                value = "Interval between greedy evaluations of the policy, separate from training; 0 for none.",
                unit = "versions",
                otherwise = "0")
        @Range(from = 0)
        int evaluateEvery,

        @Describe(value = "Episodes per evaluation.", unit = "episodes", otherwise = "10")
        @Range(from = 1, to = 100_000)
        int evaluationEpisodes) {

    void check(Faults faults) {
        SettingRanges.check("budget.", this, faults);
    }
}
