package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Space;

/** How transitions are grouped into rollout batches. */
public record RolloutSpec(
        @Describe("Agents that act with the policy.") @Range(from = 1, to = 65_536)
        int agents,

        @Describe(
                value = "Transitions of one agent in a rollout; a rollout may span several episodes.",
                unit = "transitions")
        @Range(from = 1, to = 1 << 20)
        int rolloutLength,

        @Describe(
                value = "How many versions the acting policy may trail: 0 is strictly on-policy, 1 overlaps acting"
                        + " and learning.",
                unit = "versions")
        @Range(from = 0, to = 64)
        int lag,

        @Describe("How rollouts and policy versions are matched.")
        Mode mode,

        @Describe(
                value = "Steps for which state-dependent exploration holds its noise; 0 for the whole rollout.",
                unit = "steps",
                otherwise = "0")
        @Range(from = 0)
        int explorationHold) {

    /** Lockstep rollouts. */
    public static RolloutSpec lockstep(int agents, int rolloutLength, int lag) {
        return new RolloutSpec(agents, rolloutLength, lag, Mode.LOCKSTEP, 0);
    }

    /** Maximum number of transitions of one update: arrays are indexed by int, and memory is limited. */
    public static final long LARGEST_BATCH = 1L << 24;

    /** Longest array that every virtual machine can allocate. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Log-probability, reward, two flags and a mark. */
    private static final int BYTES_OF_A_STEP = Float.BYTES + Double.BYTES + 3;

    void check(Faults faults) {
        SettingRanges.check("rollouts.", this, faults);
        faults.require(
                batch() <= LARGEST_BATCH,
                "rollouts.agents × rollouts.rolloutLength is " + batch() + " transitions, but an update takes at most "
                        + LARGEST_BATCH + "; use fewer agents or shorter rollouts.");
    }

    /** Checks that the arrays of a batch and the bytes of one agent's rollout can be allocated. Call it after both specs were checked. */
    void checkSize(EnvironmentSpec environment, Faults faults) {
        Space seen = environment.observationSpace();
        Space acted = environment.actionSpace();
        int row = Math.max(Math.max(seen.elements(), seen.features()), Math.max(acted.elements(), acted.features()));
        faults.require(
                batch() * row <= LARGEST_ARRAY,
                "rollouts.agents × rollouts.rolloutLength is " + batch() + " transitions of up to " + row
                        + " numbers (of an observation or an action; one-hot if discrete), " + batch() * row
                        + " in all, but an update holds at most " + LARGEST_ARRAY
                        + "; use fewer agents or shorter rollouts.");
        long bytes = rolloutBytes(environment);
        faults.require(
                bytes <= LARGEST_ARRAY,
                "rollouts.rolloutLength is " + rolloutLength + ", which needs " + bytes
                        + " bytes per agent if every row ends an episode, but a rollout holds at most "
                        + LARGEST_ARRAY
                        + "; use shorter rollouts.");
    }

    /** Maximum number of bytes of one agent's rollout: a row that ends its episode also has a next observation. */
    public long rolloutBytes(EnvironmentSpec environment) {
        long row = 2 * bytes(environment.observationSpace())
                + bytes(environment.actionSpace())
                + environment.maskBytes()
                + BYTES_OF_A_STEP;
        return rolloutLength * row;
    }

    private static long bytes(Space space) {
        return (long) space.elements() * space.dtype().bytes();
    }

    /** Transitions in a rollout batch. */
    public long batch() {
        return (long) agents * rolloutLength;
    }
}
