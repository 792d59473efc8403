package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** When training ends, and what is kept on the way. */
public record BudgetSpec(
        @Describe(value = "Transitions to learn from; rounded up to whole updates. 0 never ends.", unit = "transitions")
        @Range(from = 0)
        long totalSteps,

        @Describe("Ends early once the mean return of the last 100 episodes reaches this; absent for never.") @Range
        OptionalDouble targetReturn,

        @Describe("Mean return of the last 100 episodes at which the task counts as solved; noted, and nothing ends.")
        @Range
        OptionalDouble solvedReturn,

        @Describe(
                value = "Publishes the whole learner state every this many versions, and at the end.",
                unit = "versions")
        @Range(from = 1)
        int snapshotEvery,

        @Describe(
                value = "Evaluates the policy greedily, apart from training, every this many versions; 0 never does.",
                unit = "versions",
                otherwise = "0")
        @Range(from = 0)
        int evaluateEvery,

        @Describe(value = "Episodes of such an evaluation.", unit = "episodes", otherwise = "10")
        @Range(from = 1, to = 100_000)
        int evaluationEpisodes) {

    void check(Faults faults) {
        SettingRanges.check("budget.", this, faults);
    }
}
