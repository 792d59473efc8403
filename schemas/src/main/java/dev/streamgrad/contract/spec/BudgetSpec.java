package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** When training ends, and what is kept on the way. */
public record BudgetSpec(
        @Describe(
                value = "Transitions to learn from; rounded up to whole updates. 0 never ends.",
                unit = "transitions",
                range = "0 or more")
        long totalSteps,

        @Describe("Ends early once the mean return of the last 100 episodes reaches this; absent for never.")
        OptionalDouble targetReturn,

        @Describe("Mean return of the last 100 episodes at which the task counts as solved; noted, and nothing ends.")
        OptionalDouble solvedReturn,

        @Describe(
                value = "Publishes the whole learner state every this many versions, and at the end.",
                unit = "versions",
                range = "1 or more")
        int snapshotEvery,

        @Describe(
                value = "Evaluates the policy greedily, apart from training, every this many versions; 0 never does.",
                unit = "versions",
                range = "0 or more",
                otherwise = "0")
        int evaluateEvery,

        @Describe(value = "Episodes of such an evaluation.", unit = "episodes", range = "1 … 100000", otherwise = "10")
        int evaluationEpisodes) {

    void check(Faults faults) {
        faults.requireAtLeast("budget.totalSteps", (double) totalSteps, 0);
        faults.requireAtLeast("budget.snapshotEvery", snapshotEvery, 1);
        faults.requireAtLeast("budget.evaluateEvery", evaluateEvery, 0);
        faults.requireBetween("budget.evaluationEpisodes", evaluationEpisodes, 1, 100_000);
        solvedReturn.ifPresent(solved ->
                faults.require(Double.isFinite(solved), "budget.solvedReturn is " + solved + ", but must be finite."));
        targetReturn.ifPresent(target ->
                faults.require(Double.isFinite(target), "budget.targetReturn is " + target + ", but must be finite."));
    }
}
