package dev.streamgrad.contract.spec;

/** The loss: policy + value coefficient · value − entropy coefficient · entropy. */
public record LossSpec(
        @Describe(value = "Weight of the value loss.", range = "0 or more")
        double valueCoefficient,

        @Describe(value = "Weight of the entropy bonus.", range = "a schedule, 0 … 1000000")
        Schedule entropyCoefficient,

        @Describe(value = "PPO's bound on the ratio, ε.", range = "a schedule, 0 … 10")
        Schedule clipRange,

        @Describe("How the critic's step is bounded: none, prediction or maximum.")
        ValueClipping valueClipping,

        @Describe(value = "Bound on the critic's step, where it is clipped.", range = "a schedule, 0 … 1000000000")
        Schedule valueClipRange,

        @Describe("Clips around the learner's policy at the start of the update and weights by proximal/behaviour"
                + " (Hilton et al. 2022).")
        boolean decoupled) {

    void check(long total, Faults faults) {
        faults.requireAtLeast("loss.valueCoefficient", valueCoefficient, 0);
        entropyCoefficient.check("loss.entropyCoefficient", 0, 1e6, total, faults);
        clipRange.check("loss.clipRange", 0, 10, total, faults);
        valueClipRange.check("loss.valueClipRange", 0, 1e9, total, faults);
    }
}
