package dev.streamgrad.training;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;

/** Receives the events of a training, from one thread. After a restore it may receive the same events again. */
public interface TrainingListener {

    /** The start has reached this stage. */
    default void onStage(Stage stage) {}

    /** A new policy version. */
    void onPolicy(PolicyUpdate policy);

    /** An update's metrics, or a finished episode. */
    void onMetrics(MetricsRecord metrics);

    /**
     * Whether metrics are accepted now. If their source keeps them, as a topic does, a listener that is busy with earlier ones receives
     * them later; this method is called repeatedly.
     */
    default boolean takesMetrics() {
        return true;
    }

    /** A message for a person about a problem that the training handles by itself. */
    default void onNotice(String sentence) {}

    /** A change of the training's status. */
    void onStatus(PolicyStatus status);
}
