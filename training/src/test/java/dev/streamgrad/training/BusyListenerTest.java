package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.RunDirectory;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener that accepts no metrics until long after the training's end. */
class BusyListenerTest {

    private static final int ASKED_AGAIN_AFTER_THE_LAST_POLICY = 20;

    @TempDir
    private Path directory = Path.of("");

    private static final class Busy implements TrainingListener {
        private final Runs runs = new Runs();
        private int left = ASKED_AGAIN_AFTER_THE_LAST_POLICY;
        private boolean lastReceived;

        @Override
        public boolean takesMetrics() {
            left -= lastReceived ? 1 : 0;
            return left < 0;
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            runs.onPolicy(policy);
            lastReceived |= policy.last();
        }

        @Override
        public void onMetrics(MetricsRecord metrics) {
            assertThat(left).as("polls before it accepts metrics").isNegative();
            runs.onMetrics(metrics);
        }

        @Override
        public void onStatus(PolicyStatus status) {
            runs.onStatus(status);
        }
    }

    @Test
    void receivesEveryPolicyAtOnceAndAllMetricsInTheEnd() throws Exception {
        TrainingSpec spec = Runs.spec();
        Busy busy = new Busy();
        EmbeddedSettings settings = new EmbeddedSettings(1, 1, 1, OptionalInt.empty());
        try (RunDirectory run = RunDirectory.create(directory.resolve("run"))) {
            new EmbeddedTraining(spec, new InProcess(EnvironmentRegistry.standard()), settings, run)
                    .run(busy, () -> false);
        }
        assertThat(busy.runs.policies).hasSize(Runs.UPDATES + 1);
        assertThat(busy.runs.metrics).hasSize(Runs.UPDATES);
    }
}
