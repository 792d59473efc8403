package dev.streamgrad.contract.spec;

/** Running normalisation of observations and rewards. Topics always carry raw numbers. */
public record NormalisationSpec(
        @Describe("Whether observations are normalised to mean 0 and variance 1 with running statistics.")
        boolean observations,

        @Describe("Whether rewards are divided by the running standard deviation of the discounted return.")
        boolean rewards,

        @Describe("Bound on a normalised observation or reward.") @Range(from = 0, above = true, single = true)
        double clip,

        @Describe("Whether the first rollout batch updates only the statistics.")
        boolean warmUp) {

    void check(Faults faults) {
        SettingRanges.check("normalisation.", this, faults);
    }
}
