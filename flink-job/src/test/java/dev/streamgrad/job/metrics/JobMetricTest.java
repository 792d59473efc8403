package dev.streamgrad.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.job.pipeline.SmallTraining;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobMetricTest {

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    @Test
    void exportsEveryMetricToPrometheusWithItsPolicy() throws Exception {
        try (Scrape scrape = new Scrape();
                Learner learner = new Learner()) {
            learn(new LearnerMetrics(scrape.operator("learn"), System::nanoTime, learner::managedArrays), learner);
            new AssemblyMetrics(scrape.operator("assemble rollouts")).of("cartpole");
            List<String> lines = scrape.lines();
            for (JobMetric metric : JobMetric.values()) {
                String count = metric.kind() == JobMetric.Kind.HISTOGRAM ? "_count{" : "{";
                assertThat(lines)
                        .as(metric.name())
                        .anyMatch(line -> line.startsWith(metric.prometheusName() + count)
                                && (metric.scope() == JobMetric.Scope.LEARNER || line.contains("policy=\"cartpole\"")));
            }
            assertThat(lines)
                    .as("registered metrics, of which each must be declared")
                    .filteredOn(line -> line.startsWith("# TYPE") && line.contains("streamgrad"))
                    .hasSize(JobMetric.values().length);
            for (DeadLetterReason reason : DeadLetterReason.values()) {
                assertThat(lines).anyMatch(line -> line.contains("reason=\"" + reason.label() + "\""));
            }
        }
    }

    @Test
    void valuesAreThoseOfTheStateAndTheLastUpdate() throws Exception {
        try (Scrape scrape = new Scrape();
                Learner learner = new Learner()) {
            LearnerMetrics metrics = new LearnerMetrics(scrape.operator("learn"), System::nanoTime, () -> 0);
            learn(metrics, learner);
            List<String> lines = scrape.lines();
            assertThat(value(lines, JobMetric.VERSION)).isEqualTo(1);
            assertThat(value(lines, JobMetric.UPDATES)).isEqualTo(1);
            assertThat(value(lines, JobMetric.TRANSITIONS))
                    .isEqualTo(training.spec().rollouts().agents()
                            * training.spec().rollouts().rolloutLength());
            assertThat(value(lines, JobMetric.VALUE_LOSS)).isPositive();
            assertThat(value(lines, JobMetric.ENTROPY)).isBetween(0.0, Math.log(2) + 1e-6);
            assertThat(value(lines, JobMetric.STALLED)).isZero();
            if (System.getProperty("os.name").equals("Linux")) {
                assertThat(value(lines, JobMetric.NATIVE_MEMORY)).isNotNegative();
            }
        }
    }

    private void learn(LearnerMetrics metrics, Learner learner) {
        var state = Learner.initialState(training.spec());
        int agents = training.spec().rollouts().agents();
        List<Rollout> batch = training.rollouts().subList(0, agents);
        PolicyMetrics policy = metrics.of(state);
        batch.forEach(rollout -> policy.arrived(rollout.index()));
        policy.measured(0, 1, () -> learner.update(training.spec(), state, RolloutBatch.of(training.spec(), batch)));
    }

    private static double value(List<String> lines, JobMetric metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric.prometheusName() + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
