package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.TrainingMetrics;

/** What a person sees while training runs: the stages of its start, then return, share, time left and rate. */
public interface Progress extends AutoCloseable {

    /** Shows how far the start is. */
    default void stage(Stage stage) {}

    /** Shows an update, with the best evaluation so far where there is one. */
    void show(TrainingMetrics update);

    /** Tells of something out of the ordinary. */
    void tell(String message);

    @Override
    void close();

    /** Says nothing. */
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
