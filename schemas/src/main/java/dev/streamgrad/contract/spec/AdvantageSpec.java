package dev.streamgrad.contract.spec;

/** How advantages and value targets are estimated. */
public record AdvantageSpec(
        @Describe(value = "Discount per step, γ.", range = "0 … 1")
        double gamma,

        @Describe(value = "Trace decay, λ: 0 is the one-step error, 1 the return.", range = "0 … 1")
        double lambda,

        @Describe("The estimator: gae or vtrace.") AdvantageEstimator estimator,

        @Describe(value = "V-trace's bound on the importance weight of the target, ρ̄.", range = "above 0")
        double rhoBar,

        @Describe(value = "V-trace's bound on the importance weight of the trace, c̄.", range = "above 0")
        double cBar,

        @Describe("Whether advantages are normalised, and over which rows.")
        AdvantageNormalisation normalise) {

    void check(Faults faults) {
        faults.requireBetween("advantage.gamma", gamma, 0, 1);
        faults.requireBetween("advantage.lambda", lambda, 0, 1);
        faults.requirePositive("advantage.rhoBar", rhoBar);
        faults.requirePositive("advantage.cBar", cBar);
    }
}
