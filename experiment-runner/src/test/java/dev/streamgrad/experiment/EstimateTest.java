package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class EstimateTest {

    /** By hand: for 1 … 4 the mean of the middle two; for five values the second and fourth have weight 0.75, the third 1. */
    @Test
    void theInterquartileMeanIsTheMeanOfTheMiddleHalf() {
        assertThat(Estimate.interquartile(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(Estimate.interquartile(new double[] {0, 10, 20, 40, 1000}))
                .isCloseTo((0.75 * 10 + 20 + 0.75 * 40) / 2.5, within(1e-12));
        assertThat(Estimate.interquartile(new double[] {7})).isEqualTo(7);
    }

    /** The bootstrap distribution of the mean of {0, 1} is 0, ½, ½, 1 in quarters: its outer quantiles are 0 and 1. */
    @Test
    void theIntervalConsistsOfPercentilesOfTheBootstrapDistribution() {
        Estimate mean = Estimate.mean(new double[] {0, 1});
        assertThat(mean).isEqualTo(new Estimate(0.5, 0, 1));
        assertThat(Estimate.mean(new double[] {3, 3, 3})).isEqualTo(new Estimate(3, 3, 3));
    }

    /** For 400 values the percentile bootstrap agrees with the normal interval, mean ± 1.96 s/√n, to a tenth of its width. */
    @Test
    void theIntervalOfManyValuesIsNearTheNormalOne() {
        double[] values = new double[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 20;
        }
        double halfWidth = 1.96 * Math.sqrt((400.0 - 1) / 12) / 20; // variance of 0 … 19 is (20² − 1) / 12
        Estimate mean = Estimate.mean(values);
        assertThat(mean.low()).isCloseTo(9.5 - halfWidth, within(0.2 * halfWidth));
        assertThat(mean.high()).isCloseTo(9.5 + halfWidth, within(0.2 * halfWidth));
    }

    @Test
    void anEstimateWithoutValuesIsADash() {
        assertThat(Estimate.mean(new double[0]).text()).isEqualTo("–");
        assertThat(Estimate.mean(new double[] {1, Double.NaN}).text()).isEqualTo("–");
        assertThat(new Estimate(0.0049, 12.34, 1).text()).isEqualTo("0.00490 [12.3, 1.00]");
        assertThat(new Estimate(1234.6, 9.96, 0.00012).text()).isEqualTo("1,235 [9.96, 1.20e-04]");
    }
}
