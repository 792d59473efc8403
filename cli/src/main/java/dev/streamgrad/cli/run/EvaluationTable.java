package dev.streamgrad.cli.run;

import java.nio.file.Path;
import java.util.List;

/** {@code evaluations.csv}: one row per evaluation as it ends, with all digits, so that a resumed run goes on from the same figures. */
public final class EvaluationTable implements AutoCloseable {

    private static final String HEADER =
            String.join(",", "version", EvaluationFigures.REWARD, EvaluationFigures.LENGTH);

    private final AppendedLines lines;
    private final List<EvaluationFigures> found;

    private EvaluationTable(AppendedLines lines, List<EvaluationFigures> found) {
        this.lines = lines;
        this.found = found;
    }

    /** A new table, or the continuation of the one that is there. */
    public static EvaluationTable open(Path file) {
        List<EvaluationFigures> found = AppendedLines.restore(file, HEADER).stream()
                .map(EvaluationTable::parse)
                .toList();
        return new EvaluationTable(AppendedLines.open(file), found);
    }

    /** The evaluations that were there. */
    public List<EvaluationFigures> found() {
        return found;
    }

    /** Adds an evaluation. */
    public void add(EvaluationFigures figures) {
        lines.add(figures.version() + "," + figures.meanReturn() + "," + figures.meanLength());
    }

    @Override
    public void close() {
        lines.close();
    }

    private static EvaluationFigures parse(String line) {
        String[] cells = line.split(",", -1);
        return new EvaluationFigures(
                Long.parseLong(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
    }
}
