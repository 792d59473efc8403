package dev.streamgrad.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code evaluations.csv}: one row per evaluation, added when it ends, with all digits, so that a resumed run continues with the same
 * figures.
 */
public final class EvaluationTable implements AutoCloseable {

    private static final String HEADER =
            String.join(",", "version", EvaluationFigures.REWARD, EvaluationFigures.LENGTH);

    private final AppendedLines lines;
    private final List<EvaluationFigures> found;
    private final Optional<String> damage;

    private EvaluationTable(AppendedLines lines, List<EvaluationFigures> found, Optional<String> damage) {
        this.lines = lines;
        this.found = found;
        this.damage = damage;
    }

    /** Creates the table, or opens an existing one to continue it. */
    public static EvaluationTable open(Path file) {
        AppendedLines.Sound sound =
                AppendedLines.read(file, HEADER, line -> parse(line).isPresent());
        AppendedLines.restore(file, HEADER, sound);
        List<EvaluationFigures> found =
                sound.lines().stream().flatMap(line -> parse(line).stream()).toList();
        return new EvaluationTable(AppendedLines.open(file), found, sound.damage());
    }

    /** The evaluations that the table held when it was opened. */
    public List<EvaluationFigures> found() {
        return found;
    }

    /** What was wrong with the existing table and was cut off; empty if nothing was. */
    public Optional<String> damage() {
        return damage;
    }

    /** Adds an evaluation. */
    public void add(EvaluationFigures figures) {
        lines.add(figures.version() + "," + figures.meanReturn() + "," + figures.meanLength());
    }

    @Override
    public void close() {
        lines.close();
    }

    private static Optional<EvaluationFigures> parse(String line) {
        String[] cells = line.split(",", -1);
        try {
            return cells.length == 3
                    ? Optional.of(new EvaluationFigures(
                            Long.parseLong(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
