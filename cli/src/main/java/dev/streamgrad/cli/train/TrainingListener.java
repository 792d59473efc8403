package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;

/** Hears of a training, from one thread. After a restore it may hear the same again. */
public interface TrainingListener {

    /** A new policy version. */
    void onPolicy(PolicyUpdate policy);

    /** An update's metrics, or a finished episode. */
    void onMetrics(MetricsRecord metrics);

    /** A change of the training's status. */
    void onStatus(PolicyStatus status);
}
