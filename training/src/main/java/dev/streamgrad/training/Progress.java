package dev.streamgrad.training;

import dev.streamgrad.contract.record.TrainingMetrics;

/** Shows a training's progress to a person: the stages of its start, then return, share done, time left and rate. */
public interface Progress extends AutoCloseable {

    /** Shows the stage that the start has reached. */
    default void stage(Stage stage) {}

    /** Shows an update; its values include the best evaluation so far, if there is one. */
    void show(TrainingMetrics update);

    /** Shows a message about something unusual. */
    void tell(String message);

    @Override
    void close();

    /** Shows nothing. */
    static Progress quiet() {
        return new Progress() {
            @Override
            public void show(TrainingMetrics update) {}

            @Override
            public void tell(String message) {}

            @Override
            public void close() {}
        };
    }
}
