package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.train.TrainingListener;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Tells a run's record, its curve and the one who counts; keeps the policy of a tenth of the training. */
final class RunListener implements TrainingListener {

    private final TrainingRecord record;
    private final Curve curve;
    private final LongConsumer transitions;
    private final TrainingSpec spec;
    private @Nullable PolicyUpdate early;

    RunListener(TrainingRecord record, Curve curve, LongConsumer transitions, TrainingSpec spec) {
        this.record = record;
        this.curve = curve;
        this.transitions = transitions;
        this.spec = spec;
    }

    /** The policy after a tenth of the training. */
    PolicyUpdate early() {
        return Objects.requireNonNull(early);
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        record.onPolicy(policy);
        curve.onPolicy(policy);
        if (policy.version() <= spec.updates() / 10) {
            early = policy;
        }
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        record.onMetrics(metrics);
        curve.onMetrics(metrics);
        if (metrics instanceof TrainingMetrics) {
            transitions.accept(spec.rollouts().batch());
        }
    }

    @Override
    public void onStatus(PolicyStatus status) {
        record.onStatus(status);
    }
}
