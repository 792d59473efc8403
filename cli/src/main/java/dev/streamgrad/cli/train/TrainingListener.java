package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;

/** Hears of a training, from one thread. After a restore it may hear the same again. */
public interface TrainingListener {

    /** The start has come to this stage. */
    default void onStage(Stage stage) {}

    /** A new policy version. */
    void onPolicy(PolicyUpdate policy);

    /** An update's metrics, or a finished episode. */
    void onMetrics(MetricsRecord metrics);

    /**
     * Whether metrics are welcome now. Where they are kept for it, as in a topic, a listener that is busy with earlier ones gets them later;
     * it is asked again and again.
     */
    default boolean takesMetrics() {
        return true;
    }

    /** Something that a person should know, and that the training copes with. */
    default void onNotice(String sentence) {}

    /** A change of the training's status. */
    void onStatus(PolicyStatus status);
}
