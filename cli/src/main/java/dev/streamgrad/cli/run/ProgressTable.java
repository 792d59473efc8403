package dev.streamgrad.cli.run;

import dev.streamgrad.contract.record.TrainingMetrics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** {@code progress.csv}: one row per update, under Stable-Baselines3's names where it has one. An undefined value is empty. */
public final class ProgressTable implements AutoCloseable {

    private static final List<String> COLUMNS = List.of(
            "time/iterations",
            "time/total_timesteps",
            "rollout/ep_rew_mean",
            "rollout/ep_len_mean",
            "rollout/episodes",
            "train/loss",
            "train/policy_gradient_loss",
            "train/policy_loss",
            "train/value_loss",
            "train/entropy_loss",
            "train/approx_kl",
            "train/clip_fraction",
            "train/clip_range",
            "train/explained_variance",
            "train/learning_rate",
            "train/grad_norm",
            "train/n_updates",
            "train/first_ratio_deviation",
            "stream/policy_lag",
            "stream/skipped_updates",
            "stream/masked");

    private final BufferedWriter writer;
    private long last;

    private ProgressTable(BufferedWriter writer, long last) {
        this.writer = writer;
        this.last = last;
    }

    /** A new table, or the continuation of the one that is there. */
    public static ProgressTable open(Path file) {
        try {
            List<String> rows = Files.exists(file) ? whole(Files.readAllLines(file)) : List.of();
            if (rows.isEmpty()) {
                rows = List.of(String.join(",", COLUMNS));
            }
            Files.write(file, rows);
            return new ProgressTable(Files.newBufferedWriter(file, StandardOpenOption.APPEND), versionOf(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an update's row; one that is there already, published again after a restore, is left out. */
    public void add(TrainingMetrics metrics) {
        if (metrics.version() <= last) {
            return;
        }
        last = metrics.version();
        try {
            for (int i = 0; i < COLUMNS.size(); i++) {
                Double value = metrics.values().get(COLUMNS.get(i));
                writer.write((i == 0 ? "" : ",") + (value == null ? "" : text(value)));
            }
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a row that a killed process left half written. */
    private static List<String> whole(List<String> rows) {
        return rows.stream()
                .filter(row -> row.split(",", -1).length == COLUMNS.size())
                .toList();
    }

    private static long versionOf(List<String> rows) {
        String last = rows.get(rows.size() - 1);
        return rows.size() < 2 ? 0 : Long.parseLong(last.substring(0, last.indexOf(',')));
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
    }
}
