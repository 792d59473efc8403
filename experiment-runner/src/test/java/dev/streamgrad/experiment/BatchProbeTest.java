package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import dev.streamgrad.training.spec.SpecRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BatchProbeTest {

    private static final List<float[]> GRADIENTS = List.of(new float[] {1, 0}, new float[] {0, 2}, new float[] {-3, 0});

    /** By hand: means −2/3 and 2/3; squares 78/9 and 24/9; (78 + 24) / 9 / 2. */
    @Test
    void theDeviationIsTheRootOfTheTraceOfTheCovariance() {
        assertThat(BatchProbe.deviation(GRADIENTS)).isCloseTo(Math.sqrt(102 / 18.0), within(1e-12));
    }

    /** By hand: the cosines of the three pairs are 0, −1 and 0. */
    @Test
    void theAgreementIsTheMeanCosineOfPairs() {
        assertThat(BatchProbe.agreement(GRADIENTS)).isCloseTo(-1 / 3.0, within(1e-12));
    }

    /** By hand: the mean gradient is (−2/3, 2/3). */
    @Test
    void theMeanIsElementwise() {
        assertThat(BatchProbe.norm(BatchProbe.mean(GRADIENTS))).isCloseTo(Math.sqrt(8 / 9.0), within(1e-6));
    }

    /** Single rows of one agent, many steps apart, are independent; the deviation of the gradient falls with the number of rows. */
    @Test
    void rowsOfManyAgentsAreWorthMoreThanAsManyRowsOfOneAgent() {
        BatchProbe.Finding one = measure(1, 1);
        BatchProbe.Finding chain = measure(1, 64);
        BatchProbe.Finding many = measure(64, 1);
        assertThat(one.effectiveRows()).isCloseTo(1, within(0.25)); // from 200 batches: a standard error of 0.1
        assertThat(chain.effectiveRows()).isLessThan(many.effectiveRows() / 2);
        assertThat(one.autocorrelation()).isNaN();
        assertThat(chain.autocorrelation()).isGreaterThan(0.8);
        assertThat(many.autocorrelation()).isNaN();
        assertThat(one.betweenAgents()).isNaN();
        assertThat(many.betweenAgents()).isCloseTo(0, within(0.1));
        assertThat(many.noise()).isLessThan(one.noise());
        assertThat(many.deviation()).isLessThan(one.deviation());
        assertThat(many.agreement()).isGreaterThan(one.agreement());
        assertThat(many.rows()).isEqualTo(64);
    }

    private static BatchProbe.Finding measure(int agents, int length) {
        TrainingSpec spec = new SpecRequest(
                        "a2c",
                        "CartPole-v1",
                        Map.of(),
                        List.of("rollouts.agents=" + agents, "rollouts.rolloutLength=" + length))
                .resolve(EnvironmentRegistry.standard());
        return BatchProbe.measure(
                spec,
                EnvironmentRegistry.standard(),
                PolicyPublication.publication(spec, Learner.initialState(spec), false));
    }
}
