package dev.streamgrad.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.ProgressTable;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time and rate of a resumed run: updates of an earlier process are read again within a moment and do not count. */
final class RunRecorderTest {

    private static final TrainingSpec SPEC = Runs.spec();
    private static final int BATCH = Runs.AGENTS * Runs.LENGTH;
    private static Runs training = new Runs();

    private final RecordClock clock = new RecordClock(Instant.EPOCH);

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void train() {
        training = Runs.serial(SPEC);
    }

    @Test
    void theRateCountsOnlyTheUpdatesOfThisProcess() {
        Summary first = record(8);
        assertThat(first.wallSeconds()).isEqualTo(8);
        assertThat(first.stepsPerSecond()).isEqualTo(BATCH);

        Summary second = record(Runs.UPDATES);
        assertThat(second.totalSteps()).isEqualTo((long) Runs.UPDATES * BATCH);
        assertThat(second.wallSeconds()).isEqualTo(Runs.UPDATES - 8);
        assertThat(second.stepsPerSecond()).isEqualTo(BATCH);
    }

    @Test
    void aRunThatHasEndedKeepsItsSummary() {
        Summary ended = record(Runs.UPDATES);
        assertThat(record(Runs.UPDATES)).isEqualTo(ended);
        assertThat(Summary.read(directory)).contains(ended);
    }

    /** Compaction keeps the newest policy versions only, while all figures are there. */
    @Test
    void theTimeIsCountedFromTheFirstFiguresIfTheFirstPolicyVersionsAreGone() {
        try (RunDirectory target = RunDirectory.create(directory)) {
            RunRecorder record = new RunRecorder(
                    SPEC, new InProcess(EnvironmentRegistry.standard()), target, Progress.quiet(), clock);
            clock.set(Instant.EPOCH.plusSeconds(Runs.UPDATES));
            record.onPolicy(requireNonNull(training.policies.get((long) Runs.UPDATES)));
            for (int version = 1; version <= Runs.UPDATES; version++) {
                clock.set(Instant.EPOCH.plusSeconds(version));
                record.onMetrics(training.metrics.get(version - 1));
            }
            Summary summary = record.end(Summary.FINISHED, "");
            assertThat(summary.wallSeconds()).isEqualTo(Runs.UPDATES - 1);
            assertThat(summary.stepsPerSecond()).isEqualTo(BATCH);
        }
    }

    /** Records everything up to a version; the clock advances by a second with each new version. */
    private Summary record(long last) {
        long from = ProgressTable.newest(directory.resolve(ProgressTable.FILE));
        try (RunDirectory target = from == 0 ? RunDirectory.create(directory) : RunDirectory.follow(directory, SPEC)) {
            RunRecorder record = new RunRecorder(
                    SPEC, new InProcess(EnvironmentRegistry.standard()), target, Progress.quiet(), clock);
            target.write("spec.json", SpecJson.write(SPEC));
            record.countFrom(from);
            for (long version = 0; version <= last; version++) {
                if (version > from) {
                    clock.set(clock.instant().plusSeconds(1));
                }
                record.onPolicy(requireNonNull(training.policies.get(version)));
                if (version > 0) {
                    record.onMetrics(training.metrics.get((int) version - 1));
                }
            }
            return record.end(last == Runs.UPDATES ? Summary.FINISHED : Summary.INTERRUPTED, "");
        }
    }
}
