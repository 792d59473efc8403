package dev.streamgrad.cli.train;

import dev.streamgrad.cli.start.StartWatchdog;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;

/** Passes on what is heard of a training. The watch goes by the stages of its start; the first policy version ends the watch over its start. */
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
