package dev.streamgrad.cli.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time and rate where a run is resumed: what an earlier process made is read again within a moment, and does not count. */
final class TrainingRecordTest {

    private static final TrainingSpec SPEC = Runs.spec();
    private static final int BATCH = Runs.AGENTS * Runs.LENGTH;
    private static Runs heard = new Runs();

    private final RecordClock clock = new RecordClock(Instant.EPOCH);

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void train() {
        heard = Runs.serial(SPEC);
    }

    @Test
    void theRateIsOfWhatThisProcessLearned() {
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

    /** Hears everything up to a version; a second passes with each that is new. */
    private Summary record(long last) {
        long from = ProgressTable.newest(directory.resolve(ProgressTable.FILE));
        try (RunDirectory target = from == 0 ? RunDirectory.create(directory) : RunDirectory.follow(directory, SPEC)) {
            TrainingRecord record =
                    new TrainingRecord(SPEC, EnvironmentRegistry.standard(), target, Progress.quiet(), clock);
            target.write("spec.json", SpecJson.write(SPEC));
            record.countFrom(from);
            for (long version = 0; version <= last; version++) {
                if (version > from) {
                    clock.set(clock.instant().plusSeconds(1));
                }
                record.onPolicy(requireNonNull(heard.policies.get(version)));
                if (version > 0) {
                    record.onMetrics(heard.metrics.get((int) version - 1));
                }
            }
            return record.end(last == Runs.UPDATES ? Summary.FINISHED : Summary.INTERRUPTED, "");
        }
    }
}
