package dev.streamgrad.contract.spec;

/** How transitions become rollout batches. */
public record RolloutSpec(
        @Describe(value = "Agents that act with the policy.", range = "1 … 65536")
        int agents,

        @Describe(
                value = "Transitions of one agent in a rollout; a rollout spans episodes freely.",
                unit = "transitions",
                range = "1 … 1048576")
        int rolloutLength,

        @Describe(
                value = "How many versions the acting policy may trail: 0 is strictly on-policy, 1 overlaps acting"
                        + " and learning.",
                unit = "versions",
                range = "0 … 64")
        int lag,

        @Describe("How rollouts and policy versions are matched.")
        Mode mode,

        @Describe(
                value = "For how many steps state-dependent exploration holds its noise; 0 is for the rollout.",
                unit = "steps",
                range = "0 or more",
                otherwise = "0")
        int explorationHold) {

    /** Lockstep rollouts. */
    public static RolloutSpec lockstep(int agents, int rolloutLength, int lag) {
        return new RolloutSpec(agents, rolloutLength, lag, Mode.LOCKSTEP, 0);
    }

    /** Most transitions that one update may learn from; arrays are indexed by int, and memory is finite. */
    public static final long LARGEST_BATCH = 1L << 24;

    void check(Faults faults) {
        faults.requireBetween("rollouts.agents", agents, 1, 65_536);
        faults.requireBetween("rollouts.rolloutLength", rolloutLength, 1, 1 << 20);
        faults.requireBetween("rollouts.lag", lag, 0, 64);
        faults.requireAtLeast("rollouts.explorationHold", explorationHold, 0);
        faults.require(
                batch() <= LARGEST_BATCH,
                "rollouts.agents × rollouts.rolloutLength is " + batch() + " transitions, but an update takes at most "
                        + LARGEST_BATCH + "; use fewer agents or shorter rollouts.");
    }

    /** Transitions in a rollout batch. */
    public long batch() {
        return (long) agents * rolloutLength;
    }
}
