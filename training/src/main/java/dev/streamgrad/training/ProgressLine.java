package dev.streamgrad.training;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.terminal.LiveLine;
import dev.streamgrad.training.terminal.Pace;
import dev.streamgrad.training.terminal.StatusText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows a training's progress in a live line. */
public final class ProgressLine implements Progress {

    private final TrainingSpec spec;
    private final LiveLine line;
    private final LongSupplier millis;
    private final Pace pace;
    private boolean started;

    /**
     * Shows the progress of a training with this spec in {@code line}.
     *
     * @param millis the time of what is shown, for the rate
     */
    public ProgressLine(TrainingSpec spec, LiveLine line, LongSupplier millis) {
        this.spec = spec;
        this.line = line;
        this.millis = millis;
        pace = new Pace(spec.transitions());
    }

    @Override
    public void stage(Stage stage) {
        line.showNow(StatusText.of(stage.text(), spec.environment().id()));
    }

    @Override
    public void show(TrainingMetrics update) {
        pace.reached(update.transitions(), millis.getAsLong());
        if (started) {
            line.show(text(update));
        } else {
            line.showNow(text(update));
            started = true;
        }
    }

    private StatusText text(TrainingMetrics update) {
        List<String> parts = new ArrayList<>();
        parts.add("return " + number(update.values(), "rollout/ep_rew_mean", "%.1f"));
        parts.addAll(pace.parts());
        int bar = parts.size();
        parts.add(pace.steps());
        if (update.values().containsKey(EvaluationFigures.REWARD)) {
            parts.add("best eval " + number(update.values(), EvaluationFigures.REWARD, "%.1f"));
        }
        parts.add("update " + update.version());
        parts.add("lag " + number(update.values(), "stream/policy_lag", "%.0f"));
        parts.add(spec.environment().id());
        return new StatusText(parts, pace.done(), bar);
    }

    /** A dash if there is no value yet, such as before the first episode has ended. */
    private static String number(Map<String, Double> values, String name, String format) {
        double value = values.getOrDefault(name, Double.NaN);
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    @Override
    public void tell(String message) {
        line.say(message);
    }

    @Override
    public void close() {
        line.close();
    }
}
