package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The best possible mean returns, which the documentation compares results with: value iteration over the steps of an episode. */
final class BestReturnTest {

    @Test
    void computesTheBestReturnsOfTheLakes() {
        assertThat(best(FrozenLake.NOT_SLIPPERY, 100)).isEqualTo(1);
        assertThat(best(FrozenLake.SLIPPERY, 100)).isCloseTo(0.744, within(5e-4));
        assertThat(best(FrozenLake.SLIPPERY_8X8, 200)).isCloseTo(0.913, within(5e-4));
    }

    /** CliffWalking: 13 steps along the cliff's edge. Taxi: the mean over its 300 start states. */
    @Test
    void computesTheBestReturnsOfCliffWalkingAndTaxi() {
        assertThat(best(CliffWalking.TABLE, 200)).isEqualTo(-13);
        assertThat(best(Taxi.TABLE, 200)).isCloseTo(7.93, within(5e-4));
    }

    /** The best undiscounted return, averaged over the start states, with this number of steps left (Bellman, 1957). */
    private static double best(TabularEnvironment.Table table, int steps) {
        double[] values = new double[table.start().length];
        for (int step = 0; step < steps; step++) {
            double[] next = values;
            values = Arrays.stream(table.transitions())
                    .mapToDouble(actions -> Arrays.stream(actions)
                            .mapToDouble(outcomes -> expectedValue(outcomes, next))
                            .max()
                            .orElseThrow())
                    .toArray();
        }
        double[] whole = values;
        return IntStream.range(0, whole.length)
                .mapToDouble(state -> table.start()[state] * whole[state])
                .sum();
    }

    private static double expectedValue(TabularEnvironment.Transition[] outcomes, double[] next) {
        return Arrays.stream(outcomes)
                .mapToDouble(outcome ->
                        outcome.probability() * (outcome.reward() + (outcome.terminated() ? 0 : next[outcome.next()])))
                .sum();
    }
}
