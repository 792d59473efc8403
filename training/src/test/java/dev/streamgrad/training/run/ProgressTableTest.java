package dev.streamgrad.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TrainingMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTableTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("progress.csv");
    }

    @Test
    void doesNotAddAnExistingRowAgain() throws Exception {
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

    /** All columns are present, but the last number may be incomplete: "475" may have been on its way. */
    @Test
    void cutsOffARowWithoutALineEnd() throws Exception {
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
    void doesNotRewriteExistingRows() throws Exception {
        try (ProgressTable table = ProgressTable.open(file)) {
            table.add(update(1));
        }
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, before);
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        ProgressTable.open(file).close();
        assertThat(Files.getLastModifiedTime(file))
                .as("a process that is killed while it resumes must leave the table unchanged")
                .isEqualTo(before);
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\n",
                "garbage\n",
                "\n",
                "9\n",
                "3,x,,,,,,,,,,,,,,,,,,,,,,,\n",
                "1,64,,,,,,,,,,,,,,,,,,,,,,,\n"
            })
    void cutsOffTheTableFromADamagedLineOnAndReportsIt(String damaged) throws Exception {
        try (ProgressTable table = ProgressTable.open(file)) {
            table.add(update(1));
            table.add(update(2));
        }
        List<String> rows = Files.readAllLines(file);
        Files.writeString(file, damaged + rows.get(1).replaceFirst("1", "4") + "\n", StandardOpenOption.APPEND);
        assertThat(ProgressTable.newest(file)).isEqualTo(2);
        try (ProgressTable table = ProgressTable.open(file)) {
            assertThat(table.damage().orElseThrow()).contains("progress.csv is damaged in line 4", "cut off");
            assertThat(table.last()).isEqualTo(2);
            table.add(update(3));
        }
        assertThat(Files.readAllLines(file).subList(0, 3)).isEqualTo(rows);
        try (ProgressTable table = ProgressTable.open(file)) {
            assertThat(table.damage()).isEmpty();
            assertThat(table.last()).isEqualTo(3);
        }
    }

    @Test
    void keepsATableWithOtherColumnsUnderAnotherName() throws Exception {
        Files.writeString(file, "a,b\n1,2\n");
        try (ProgressTable table = ProgressTable.open(file)) {
            assertThat(table.damage().orElseThrow()).contains("other columns ('a,b')", "progress.csv.old");
            assertThat(table.last()).isZero();
        }
        assertThat(directory.resolve("progress.csv.old")).hasContent("a,b\n1,2\n");
        assertThat(Files.readAllLines(file)).containsExactly(String.join(",", ProgressTable.COLUMNS));
    }

    @Test
    void cutsOffADamagedEvaluationAndReportsIt() throws Exception {
        Path evaluations = directory.resolve("evaluations.csv");
        EvaluationFigures figures = new EvaluationFigures(20, 9.5, 9.5);
        try (EvaluationTable table = EvaluationTable.open(evaluations)) {
            table.add(figures);
        }
        Files.writeString(evaluations, "3x,1,1\n40,1.5,", StandardOpenOption.APPEND);
        try (EvaluationTable table = EvaluationTable.open(evaluations)) {
            assertThat(table.found()).containsExactly(figures);
            assertThat(table.damage().orElseThrow()).contains("evaluations.csv is damaged in line 3 ('3x,1,1')");
        }
        assertThat(Files.readAllLines(evaluations)).hasSize(2);
    }

    @Test
    void evaluationsAreReadBackWithAllTheirDigits() {
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
    void theEarlierOfEqualEvaluationsIsBetter() {
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
