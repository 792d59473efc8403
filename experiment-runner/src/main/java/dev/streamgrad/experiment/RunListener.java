package dev.streamgrad.experiment;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.TrainingListener;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Forwards a training's events to the run's recorder, its curve and the progress count; keeps the policy of a tenth of the training. */
final class RunListener implements TrainingListener {

    private final RunRecorder record;
    private final Curve curve;
    private final LongConsumer transitions;
    private final TrainingSpec spec;
    private @Nullable PolicyUpdate early;

    RunListener(RunRecorder record, Curve curve, LongConsumer transitions, TrainingSpec spec) {
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
