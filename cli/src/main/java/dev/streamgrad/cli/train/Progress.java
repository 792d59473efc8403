package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees while training runs: steps, updates, mean return, policy lag, steps per second, time left. */
public interface Progress extends AutoCloseable {

    /** Shows an update. */
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

    /** A live line, on a terminal or not. */
    static Progress live(TrainingSpec spec, PrintStream terminal) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(spec.environment().id())
                .setInitialMax(
                        spec.updates() == 0
                                ? -1
                                : spec.updates() * spec.rollouts().batch())
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(terminal, 140))
                .build();
        return new Progress() {
            @Override
            public void show(TrainingMetrics update) {
                bar.stepTo(update.transitions());
                bar.setExtraMessage(String.format(
                        Locale.ROOT,
                        " updates %d  return %.1f  lag %.0f",
                        update.version(),
                        update.values().getOrDefault("rollout/ep_rew_mean", Double.NaN),
                        update.values().getOrDefault("stream/policy_lag", 0.0)));
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
        };
    }
}
