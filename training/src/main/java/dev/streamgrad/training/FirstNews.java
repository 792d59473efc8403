package dev.streamgrad.training;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.process.StartWatchdog;

/**
 * Forwards everything to {@code next}. Reports the stages of the start to the watchdog, and closes the watchdog at the first policy
 * version.
 */
record FirstNews(TrainingListener next, StartWatchdog watchdog) implements TrainingListener {

    @Override
    public void onStage(Stage stage) {
        watchdog.enter(stage.text());
        next.onStage(stage);
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        watchdog.close();
        next.onPolicy(policy);
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        next.onMetrics(metrics);
    }

    @Override
    public boolean takesMetrics() {
        return next.takesMetrics();
    }

    @Override
    public void onNotice(String sentence) {
        next.onNotice(sentence);
    }

    @Override
    public void onStatus(PolicyStatus status) {
        next.onStatus(status);
    }
}
