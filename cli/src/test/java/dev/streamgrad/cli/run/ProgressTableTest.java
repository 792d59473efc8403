package dev.streamgrad.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TrainingMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTableTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("progress.csv");
    }

    @Test
    void aRowThatIsThereIsNotAddedAgain() throws Exception {
        try (ProgressTable table = ProgressTable.open(file)) {
            table.add(update(1));
            table.add(update(2));
        }
        List<String> rows = Files.readAllLines(file);
        try (ProgressTable table = ProgressTable.open(file)) {
            assertThat(table.last()).isEqualTo(2);
            table.add(update(2));
        }
        assertThat(Files.readAllLines(file)).isEqualTo(rows).hasSize(3);
    }

    /** All columns are there, but the last number is not whole: "475" may have been on its way. */
    @Test
    void aRowWithoutItsLineEndIsCutOff() throws Exception {
        try (ProgressTable table = ProgressTable.open(file)) {
            table.add(update(1));
        }
        List<String> rows = Files.readAllLines(file);
        Files.writeString(file, rows.get(1).replaceFirst("1", "2") + "47", StandardOpenOption.APPEND);
        try (ProgressTable table = ProgressTable.open(file)) {
            assertThat(table.last()).isEqualTo(1);
        }
        assertThat(Files.readAllLines(file)).isEqualTo(rows);
    }

    @Test
    void evaluationsComeBackWithAllTheirDigits() {
        EvaluationFigures figures = new EvaluationFigures(20, 100 / 3.0, 1e-9);
        for (int time = 0; time < 2; time++) {
            try (EvaluationTable table = EvaluationTable.open(directory.resolve("evaluations.csv"))) {
                assertThat(table.found()).isEqualTo(time == 0 ? List.of() : List.of(figures));
                if (time == 0) {
                    table.add(figures);
                }
            }
        }
    }

    @Test
    void ofEqualEvaluationsTheEarlierIsBetter() {
        EvaluationFigures early = new EvaluationFigures(10, 500, 500);
        EvaluationFigures late = new EvaluationFigures(20, 500, 1);
        assertThat(early.betterThan(late)).isTrue();
        assertThat(late.betterThan(early)).isFalse();
        assertThat(new EvaluationFigures(30, 500.1, 1).betterThan(early)).isTrue();
    }

    private static TrainingMetrics update(long version) {
        return new TrainingMetrics(
                "p", version, version * 64, Map.of("time/iterations", (double) version, "train/loss", 1.5));
    }
}
