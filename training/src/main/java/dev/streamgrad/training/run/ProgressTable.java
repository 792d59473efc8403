package dev.streamgrad.training.run;

import dev.streamgrad.contract.record.TrainingMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code progress.csv}: one row per update. Columns have Stable-Baselines3's names where it has one; an undefined value is an empty cell.
 */
public final class ProgressTable implements AutoCloseable {

    /** Its name in the run directory. */
    public static final String FILE = "progress.csv";

    /** Its columns, in their order. */
    public static final List<String> COLUMNS = List.of(
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
            "train/std",
            "stream/policy_lag",
            "stream/vtrace_rho",
            "stream/skipped_updates",
            "stream/masked",
            EvaluationFigures.REWARD,
            EvaluationFigures.LENGTH);

    private static final String HEADER = String.join(",", COLUMNS);

    private final AppendedLines lines;
    private final Optional<String> damage;
    private long last;

    private ProgressTable(AppendedLines lines, Optional<String> damage, long last) {
        this.lines = lines;
        this.damage = damage;
        this.last = last;
    }

    /** The version of the newest sound row; 0 if there is none, or no file. */
    public static long newest(Path file) {
        Rows rows = new Rows();
        AppendedLines.read(file, HEADER, rows);
        return rows.last;
    }

    /** Creates the table, or opens an existing one to continue it. */
    public static ProgressTable open(Path file) {
        Rows rows = new Rows();
        AppendedLines.Sound sound = AppendedLines.read(file, HEADER, rows);
        AppendedLines.restore(file, HEADER, sound);
        return new ProgressTable(AppendedLines.open(file), sound.damage(), rows.last);
    }

    /** What was wrong with the existing table and was cut off; empty if nothing was. */
    public Optional<String> damage() {
        return damage;
    }

    /** The version of the newest row; 0 before the first. */
    public long last() {
        return last;
    }

    /** Adds an update's row, unless the table has it already: after a restore, updates are published again. */
    public void add(TrainingMetrics metrics) {
        if (metrics.version() <= last) {
            return;
        }
        last = metrics.version();
        lines.add(COLUMNS.stream()
                .map(column -> metrics.values().get(column))
                .map(value -> value == null ? "" : text(value))
                .collect(Collectors.joining(",")));
    }

    @Override
    public void close() {
        lines.close();
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
    }

    /** Accepts the rows that this table could have written: every cell is a number or empty, and versions ascend. */
    private static final class Rows implements Predicate<String> {

        private static final Pattern ROW = Pattern.compile(
                "(\\d{1,18}),(?:[-+.\\deENaInfity]*,){" + (COLUMNS.size() - 2) + "}[-+.\\deENaInfity]*");

        private long last;

        @Override
        public boolean test(String line) {
            Matcher row = ROW.matcher(line);
            if (!row.matches() || Long.parseLong(row.group(1)) <= last) {
                return false;
            }
            last = Long.parseLong(row.group(1));
            return true;
        }
    }
}
