package dev.streamgrad.contract.spec;

/** Running normalisation of what the networks see; topics always carry raw numbers. */
public record NormalisationSpec(
        @Describe("Whether observations are brought to mean 0 and variance 1 by running statistics.")
        boolean observations,

        @Describe("Whether rewards are divided by the running deviation of the discounted return.")
        boolean rewards,

        @Describe("Bound on a normalised observation or reward.") @Range(from = 0, above = true, single = true)
        double clip,

        @Describe("Whether the first rollout batch is spent on the statistics alone.")
        boolean warmUp) {

    void check(Faults faults) {
        SettingRanges.check("normalisation.", this, faults);
    }
}
