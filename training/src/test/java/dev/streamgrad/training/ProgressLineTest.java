package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.terminal.LiveLine;
import dev.streamgrad.training.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private final TrainingSpec spec = Runs.spec();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int columns = 200;
    private long millis;

    @Test
    void namesTheStagesOfTheStart() {
        try (ProgressLine progress = progress()) {
            for (Stage stage : Stage.values()) {
                progress.stage(stage);
            }
        }
        assertThat(written())
                .containsSubsequence(
                        "starting the broker",
                        "starting the job",
                        "starting the simulators",
                        "waiting for the first update");
    }

    @Test
    void theReturnComesFirstAtEveryWidth() {
        for (int width : List.of(40, 60, 80, 100, 200)) {
            columns = width;
            bytes.reset();
            try (ProgressLine progress = progress()) {
                progress.show(update(1, 334.1));
                millis += 1000;
                progress.show(update(2, 334.1));
            }
            assertThat(written()).as(width + " columns").startsWith("\rreturn 334.1  ");
            assertThat(lastLine()).hasSizeLessThan(width);
        }
    }

    @Test
    void showsADashBeforeTheFirstEpisodeHasEnded() {
        try (ProgressLine progress = progress()) {
            progress.show(update(1, Double.NaN));
        }
        assertThat(lastLine()).startsWith("return -  ");
    }

    /** The start took 20 s; the updates since then take a second each. */
    @Test
    void theRateExcludesTheStart() {
        try (ProgressLine progress = progress()) {
            progress.stage(Stage.BROKER);
            millis += 20_000;
            progress.show(update(1, 10));
            millis += 1000;
            progress.show(update(2, 10));
        }
        assertThat(lastLine()).contains("  " + spec.rollouts().batch() + " steps/s  ");
    }

    private ProgressLine progress() {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new ProgressLine(spec, new LiveLine(new Screen(stream, () -> columns, true)), () -> millis);
    }

    private TrainingMetrics update(long version, double mean) {
        return new TrainingMetrics(
                spec.policyId(),
                version,
                version * spec.rollouts().batch(),
                Map.of("rollout/ep_rew_mean", mean, "stream/policy_lag", 0.0));
    }

    private String lastLine() {
        String[] drawn = written().split("\r", -1);
        return drawn[drawn.length - 1].replace("\u001b[J", "").stripTrailing();
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
