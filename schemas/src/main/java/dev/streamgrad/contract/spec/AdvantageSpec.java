package dev.streamgrad.contract.spec;

/** How advantages and value targets are estimated. */
public record AdvantageSpec(
        @Describe("Discount per step, γ.") @Range(from = 0, to = 1)
        double gamma,

        @Describe("Trace decay, λ: 0 is the one-step error, 1 the return.") @Range(from = 0, to = 1)
        double lambda,

        @Describe("The estimator: gae or vtrace.") AdvantageEstimator estimator,

        @Describe("V-trace's bound on the importance weight of the target, ρ̄.")
        @Range(from = 0, above = true, single = true)
        double rhoBar,

        @Describe("V-trace's bound on the importance weight of the trace, c̄.") @Range(from = 0, above = true)
        double cBar,

        @Describe("Whether advantages are normalised, and over which rows.")
        AdvantageNormalisation normalise) {

    void check(Faults faults) {
        SettingRanges.check("advantage.", this, faults);
    }
}
