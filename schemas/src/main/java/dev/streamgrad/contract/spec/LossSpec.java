package dev.streamgrad.contract.spec;

/** The loss: policy + value coefficient · value − entropy coefficient · entropy. */
public record LossSpec(
        @Describe("Weight of the value loss.") @Range(from = 0, single = true)
        double valueCoefficient,

        @Describe("Weight of the entropy bonus.") @Range(from = 0, to = 1e6, single = true)
        Schedule entropyCoefficient,

        @Describe("PPO's bound on the ratio, ε.") @Range(from = 0, to = 10, single = true)
        Schedule clipRange,

        @Describe("How the critic's step is bounded: none, prediction or maximum.")
        ValueClipping valueClipping,

        @Describe("Bound on the critic's step, if it is clipped.") @Range(from = 0, to = 1e9, single = true)
        Schedule valueClipRange,

        @Describe("Clips around the learner's policy at the start of the update and weights by proximal/behaviour"
                + " (Hilton et al. 2022).")
        boolean decoupled) {

    void check(long total, Faults faults) {
        SettingRanges.check("loss.", this, faults);
        entropyCoefficient.check("loss.entropyCoefficient", total, faults);
        clipRange.check("loss.clipRange", total, faults);
        valueClipRange.check("loss.valueClipRange", total, faults);
    }
}
