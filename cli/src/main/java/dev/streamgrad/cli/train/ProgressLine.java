package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.EvaluationFigures;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line on a terminal, written over again and again. */
final class ProgressLine implements Progress {

    private final PrintStream terminal;
    private final ProgressBar bar;

    ProgressLine(TrainingSpec spec, PrintStream terminal, int columns, long from) {
        this.terminal = terminal;
        bar = new ProgressBarBuilder()
                .setTaskName(spec.environment().id())
                .setInitialMax(spec.updates() == 0 ? -1 : spec.transitions())
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .showSpeed()
                .startsFrom(from * spec.rollouts().batch(), Duration.ZERO)
                .setConsumer(new ConsoleProgressBarConsumer(terminal, columns - 1))
                .build();
    }

    @Override
    public void show(TrainingMetrics update) {
        bar.stepTo(update.transitions());
        bar.setExtraMessage(figures(update));
    }

    /** Updates, mean return, policy lag and the best evaluation, in few words. */
    static String figures(TrainingMetrics update) {
        Double evaluated = update.values().get(EvaluationFigures.REWARD);
        return String.format(
                Locale.ROOT,
                " updates %d  return %.1f  lag %.0f%s",
                update.version(),
                update.values().getOrDefault("rollout/ep_rew_mean", Double.NaN),
                update.values().getOrDefault("stream/policy_lag", 0.0),
                evaluated == null ? "" : String.format(Locale.ROOT, "  best eval %.1f", evaluated));
    }

    @Override
    public void tell(String message) {
        terminal.println();
        terminal.println(message);
    }

    @Override
    public void close() {
        bar.close();
    }
}
