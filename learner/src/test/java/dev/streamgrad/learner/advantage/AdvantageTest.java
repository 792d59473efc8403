package dev.streamgrad.learner.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.learner.Golden;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdvantageTest {

    /** Rounding error of the peer's float32 recursion over 16 steps; its difference from its own float64 check is below 6e-7. */
    private static final double FLOAT32 = 2e-6;

    static Stream<Golden.Case> gae() {
        return Golden.cases("gae");
    }

    static Stream<Golden.Case> vtrace() {
        return Golden.cases("vtrace");
    }

    @ParameterizedTest
    @MethodSource("gae")
    void agreesWithStableBaselines3(Golden.Case golden) {
        Traces traces = gaeTraces(golden);
        Advantages estimate = GeneralizedAdvantageEstimation.estimate(
                traces, golden.get("gamma").asDouble(), golden.get("lam").asDouble());
        int length = golden.get("T").asInt();
        int agents = golden.get("N").asInt();
        assertThat(estimate.advantages())
                .containsExactly(
                        Golden.agentMajor(widened(Golden.floats(golden.get("advantages"))), length, agents),
                        within(FLOAT32));
        assertThat(estimate.targets())
                .containsExactly(
                        Golden.agentMajor(widened(Golden.floats(golden.get("returns"))), length, agents),
                        within(FLOAT32));
    }

    @ParameterizedTest
    @MethodSource("vtrace")
    void agreesWithTheImpalaFormula(Golden.Case golden) {
        double[] discounts = Golden.doubles(golden.get("discounts"));
        int agents = golden.get("bootstrap_value").size();
        int length = discounts.length / agents;
        double gamma = 0;
        for (double discount : discounts) {
            gamma = Math.max(gamma, discount);
        }
        double[] flatDiscounts = Golden.agentMajor(discounts, length, agents);
        double[] values = Golden.agentMajor(Golden.doubles(golden.get("values")), length, agents);
        double[] bootstrap = Golden.doubles(golden.get("bootstrap_value"));
        double[] next = new double[values.length];
        boolean[] cut = new boolean[values.length];
        for (int row = 0; row < values.length; row++) {
            boolean last = (row + 1) % length == 0;
            cut[row] = flatDiscounts[row] == 0 || last;
            next[row] = flatDiscounts[row] == 0 ? 0 : last ? bootstrap[row / length] : values[row + 1];
        }
        double[] rewards = Golden.agentMajor(Golden.doubles(golden.get("rewards")), length, agents);
        double[] logRhos = Golden.agentMajor(Golden.doubles(golden.get("log_rhos")), length, agents);
        Advantages estimate = VTrace.estimate(
                new Traces(length, rewards, values, next, cut),
                logRhos,
                gamma,
                1,
                golden.get("rho_bar").asDouble(),
                golden.get("c_bar").asDouble());
        assertThat(estimate.targets())
                .containsExactly(Golden.agentMajor(Golden.doubles(golden.get("vs")), length, agents), within(1e-12));
        double[] weighted = new double[cut.length];
        Arrays.setAll(weighted, row -> estimate.rhos()[row] * estimate.advantages()[row]);
        assertThat(weighted)
                .containsExactly(
                        Golden.agentMajor(Golden.doubles(golden.get("pg_advantages")), length, agents), within(1e-12));
    }

    @Test
    void lambdaZeroGivesTheTemporalDifference() {
        Traces traces =
                new Traces(3, new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {5, 6, 7}, new boolean[3]);
        assertThat(GeneralizedAdvantageEstimation.estimate(traces, 0.5, 0).advantages())
                .containsExactly(1 + 2.5 - 4, 2 + 3 - 5, 3 + 3.5 - 6);
    }

    @Test
    void aTruncatedRowBootstrapsAndATerminatedRowDoesNot() {
        double[] rewards = {1, 1};
        double[] values = {0.5, 0.5};
        Traces truncated = new Traces(2, rewards, values, new double[] {9, 9}, new boolean[] {true, true});
        Traces terminated = new Traces(2, rewards, values, new double[] {0, 0}, new boolean[] {true, true});
        assertThat(GeneralizedAdvantageEstimation.estimate(truncated, 0.9, 0.9).advantages()[0])
                .isEqualTo(1 + 0.9 * 9 - 0.5);
        assertThat(GeneralizedAdvantageEstimation.estimate(terminated, 0.9, 0.9).advantages()[0])
                .isEqualTo(0.5);
    }

    @Test
    void theValueOfAConstantRewardIsItsDiscountedSum() {
        double gamma = 0.9;
        double discountedSum = 1 / (1 - gamma);
        double[] values = new double[50];
        java.util.Arrays.fill(values, discountedSum);
        double[] rewards = new double[50];
        java.util.Arrays.fill(rewards, 1);
        boolean[] cut = new boolean[50];
        cut[20] = true; // a truncation changes nothing, since it bootstraps
        Advantages estimate =
                GeneralizedAdvantageEstimation.estimate(new Traces(50, rewards, values, values, cut), gamma, 0.95);
        for (int i = 0; i < 50; i++) {
            assertThat(estimate.advantages()[i]).isCloseTo(0, within(1e-12));
            assertThat(estimate.targets()[i]).isCloseTo(discountedSum, within(1e-12));
        }
    }

    @Test
    void onPolicyVTraceGivesTheReturnUpToATruncation() {
        double[] rewards = {1, 2, 3, 4};
        double[] values = {0.1, 0.2, 0.3, 0.4};
        double[] next = {0.2, 7, 0.4, 8};
        boolean[] cut = {false, true, false, true};
        Advantages vtrace = VTrace.estimate(new Traces(4, rewards, values, next, cut), new double[4], 0.9, 1, 1, 1);
        assertThat(vtrace.targets()[1]).isCloseTo(2 + 0.9 * 7, within(1e-12));
        assertThat(vtrace.targets()[0]).isCloseTo(1 + 0.9 * (2 + 0.9 * 7), within(1e-12));
        assertThat(vtrace.advantages()[0]).isCloseTo(1 + 0.9 * (2 + 0.9 * 7) - 0.1, within(1e-12));
    }

    @Test
    void rejectsRowsThatCannotBeDividedIntoTraces() {
        assertThatThrownBy(() -> new Traces(3, new double[4], new double[4], new double[4], new boolean[4]))
                .hasMessageContaining("4 rows");
    }

    private static Traces gaeTraces(Golden.Case golden) {
        int length = golden.get("T").asInt();
        int agents = golden.get("N").asInt();
        double[] rewards = Golden.agentMajor(widened(Golden.floats(golden.get("rewards"))), length, agents);
        double[] values = Golden.agentMajor(widened(Golden.floats(golden.get("values"))), length, agents);
        double[] terminal = Golden.agentMajor(widened(Golden.floats(golden.get("terminal_values"))), length, agents);
        double[] last = widened(Golden.floats(golden.get("last_values")));
        boolean[] terminated = Golden.booleans(golden.get("terminated"));
        boolean[] truncated = Golden.booleans(golden.get("truncated"));
        double[] next = new double[values.length];
        boolean[] cut = new boolean[values.length];
        for (int agent = 0; agent < agents; agent++) {
            for (int t = 0; t < length; t++) {
                int row = agent * length + t;
                boolean ends = terminated[t * agents + agent];
                boolean cutOff = truncated[t * agents + agent] && !ends;
                cut[row] = ends || cutOff || t == length - 1;
                double after = t == length - 1 ? last[agent] : values[row + 1];
                next[row] = ends ? 0 : cutOff ? terminal[row] : after;
            }
        }
        return new Traces(length, rewards, values, next, cut);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
