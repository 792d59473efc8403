package dev.streamgrad.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.EventLog;
import dev.streamgrad.training.run.Events;
import dev.streamgrad.training.run.ProgressTable;
import dev.streamgrad.training.run.RunDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.Summary.Value;
import org.tensorflow.util.Event;

/** Rows have the same order in the table and in the event file, whatever arrives first. */
class UpdateRowsTest {

    private static final EnvironmentHost HOST = new InProcess(EnvironmentRegistry.standard());

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aPointHasTheValuesAndTheTransitionsOfARow() throws Exception {
        EvaluationsTest.serial(EvaluationsTest.SPEC, directory.resolve("run"));
        Map<Long, TrainingMetrics> rows = EvaluationsTest.rows(directory.resolve("run")).stream()
                .collect(Collectors.toMap(TrainingMetrics::transitions, Function.identity()));
        List<Event> points = Events.points(directory.resolve("run"));
        assertThat(points.stream().map(Event::getStep).toList())
                .contains(
                        1L * Runs.AGENTS * Runs.LENGTH, 5L * Runs.AGENTS * Runs.LENGTH, 10L * Runs.AGENTS * Runs.LENGTH)
                .endsWith((long) Runs.UPDATES * Runs.AGENTS * Runs.LENGTH)
                .doesNotHaveDuplicates();
        for (Event point : points) {
            Map<String, Float> scalars = new HashMap<>();
            for (Value value : point.getSummary().getValueList()) {
                assertThat(scalars.put(value.getTag(), value.getSimpleValue())).isNull();
            }
            scalars.keySet()
                    .removeIf(tag -> List.of("time/fps", "time/time_elapsed", "stream/loop_ms")
                            .contains(tag));
            Map<String, Double> row = requireNonNull(rows.get(point.getStep())).values();
            assertThat(scalars).containsOnlyKeys(row.keySet());
            row.forEach((tag, value) -> assertThat(scalars.get(tag))
                    .as("%s at step %d", tag, point.getStep())
                    .isCloseTo(value.floatValue(), withPercentage(1e-4)));
        }
    }

    /**
     * Metrics arrive before the policy, since they are in another topic; the row waits for its evaluation, and the next row for the row.
     */
    @Test
    void aRowWaitsForItsEvaluationAndTheNextForTheRow() throws Exception {
        PolicyUpdate policy =
                requireNonNull(Runs.serial(EvaluationsTest.SPEC).policies.get(5L));
        try (RunDirectory target = RunDirectory.create(directory.resolve("run"));
                Evaluations evaluations = Evaluations.inTheCallersThread(EvaluationsTest.SPEC, HOST, target);
                ProgressTable table = ProgressTable.open(target.resolve("progress.csv"));
                UpdateRows rows = new UpdateRows(evaluations, table, new EventLog(target.path()))) {
            for (long version = 1; version <= 6; version++) {
                rows.add(update(version), version);
            }
            assertThat(table.last()).as("before the first policy").isZero();
            rows.published(6, false);
            assertThat(table.last()).as("version 5 is not evaluated").isEqualTo(4);
            evaluations.offer(policy);
            assertThat(rows.takesMore()).isTrue();
            assertThat(table.last()).isEqualTo(6);
        }
        assertThat(EvaluationsTest.rows(directory.resolve("run")).get(4).values())
                .containsKey(EvaluationFigures.REWARD);
    }

    @Test
    void aPolicyThatNeverArrivesHoldsBackALimitedNumberOfRows() {
        try (RunDirectory target = RunDirectory.create(directory.resolve("run"));
                Evaluations evaluations = Evaluations.inTheCallersThread(EvaluationsTest.SPEC, HOST, target);
                ProgressTable table = ProgressTable.open(target.resolve("progress.csv"));
                UpdateRows rows = new UpdateRows(evaluations, table, new EventLog(target.path()))) {
            rows.published(20_000, false);
            for (long version = 1; version < 10_004; version++) {
                rows.add(update(version), version);
            }
            assertThat(table.last()).isEqualTo(4);
            rows.add(update(10_004), 10_004);
            assertThat(table.last()).as("no longer waits for version 5").isEqualTo(9);
            assertThat(rows.takesMore()).isTrue();
        }
    }

    private static TrainingMetrics update(long version) {
        return new TrainingMetrics(
                "p",
                version,
                64 * version,
                Map.of("time/iterations", (double) version, "time/total_timesteps", 64.0 * version));
    }
}
