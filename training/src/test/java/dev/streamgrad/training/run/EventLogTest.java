package dev.streamgrad.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TrainingMetrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;

class EventLogTest {

    private static final long START = 1_700_000_000_000L;

    @TempDir
    private Path directory = Path.of("");

    /** CRC-32C of "123456789" is 0xE3069283, its published check value. */
    @Test
    void checksumsAreMaskedCrc32c() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
        int crc = 0xE3069283;
        int masked = ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
        assertThat(TfRecordFile.maskedChecksum(check, check.length)).isEqualTo(masked);
        assertThat(Events.maskedChecksum(check)).isEqualTo(masked);
    }

    @Test
    void aRecordIsFramedByItsLengthAndTwoChecksums() throws Exception {
        Path file = directory.resolve("records");
        try (TfRecordFile records = TfRecordFile.create(file)) {
            records.write(new byte[] {7});
        }
        // The checksums are from a separate bit-by-bit CRC-32C, whose check value for "123456789" is e3069283.
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
                .isEqualTo("0100000000000000" + "0175de41" + "07" + "46f8f711");
    }

    @Test
    void theFirstEventNamesTheVersionAndAPointHoldsTheRowAndTheClock() {
        try (EventLog log = new EventLog(directory)) {
            log.add(update(1, Map.of("train/loss", 0.25)), START);
            log.add(update(11, Map.of("train/loss", -3.0)), START + 2_000);
        }
        List<Event> events = Events.read(Events.files(directory).get(0));
        assertThat(events).hasSize(3);
        assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
        assertThat(events.get(2).getStep()).isEqualTo(11 * 64);
        assertThat(events.get(2).getWallTime()).isEqualTo(START / 1000.0 + 2);
        assertThat(scalars(events.get(1))).isEqualTo(Map.of("train/loss", 0.25f, "time/time_elapsed", 0f));
        assertThat(scalars(events.get(2)))
                .isEqualTo(Map.of(
                        "train/loss", -3f, "time/time_elapsed", 2f, "time/fps", 10 * 64 / 2f, "stream/loop_ms", 200f));
    }

    @Test
    void fastUpdatesBecomeTenPointsASecondAndTheLastIsAlwaysWritten() {
        try (EventLog log = new EventLog(directory)) {
            for (int version = 1; version <= 3_000; version++) {
                log.add(update(version, Map.of()), START + version);
            }
            log.addLast();
            log.addLast();
        }
        List<Event> points = Events.points(directory);
        assertThat(points.stream().map(Event::getStep).toList()).doesNotHaveDuplicates();
        assertThat(points).hasSize(31);
        assertThat(points.get(1).getStep()).isEqualTo(101 * 64);
        assertThat(points.get(30).getStep()).isEqualTo(3_000 * 64);
    }

    @Test
    void everySlowUpdateAndEveryEvaluationIsAPoint() {
        try (EventLog log = new EventLog(directory)) {
            log.add(update(1, Map.of()), START);
            log.add(update(2, Map.of()), START + 1_000);
            log.add(update(3, Map.of(EvaluationFigures.REWARD, 5.0)), START + 1_001);
            log.add(update(4, Map.of()), START + 1_002);
        }
        assertThat(Events.points(directory).stream().map(Event::getStep).toList())
                .containsExactly(64L, 128L, 192L);
    }

    @Test
    void pointsThinOutAsARunGetsLonger() {
        assertThat(EventLog.interval(0)).isEqualTo(0.1);
        assertThat(EventLog.interval(500)).isEqualTo(0.5);
        assertThat(EventLog.interval(86_400)).isEqualTo(1);
    }

    @Test
    void aResumedRunWritesAnotherFileThatIsReadAfterTheFirst() {
        for (int part = 0; part < 3; part++) {
            try (EventLog log = new EventLog(directory)) {
                log.add(update(part + 1, Map.of()), START);
            }
        }
        assertThat(Events.files(directory)).hasSize(3);
        assertThat(Events.points(directory).stream().map(Event::getStep).toList())
                .containsExactly(64L, 128L, 192L);
    }

    /** For example, a table was damaged and is written again. */
    @Test
    void doesNotWriteAPointTwice() {
        for (int part = 0; part < 2; part++) {
            try (EventLog log = new EventLog(directory)) {
                for (int version = 1; version <= 2 + part; version++) {
                    log.add(update(version, Map.of()), START + 60_000L * version);
                }
                log.addLast();
            }
        }
        assertThat(Events.points(directory).stream().map(Event::getStep).toList())
                .containsExactly(64L, 128L, 192L);
    }

    @Test
    void writesAgainAPointThatAKilledProcessLeftIncomplete() throws Exception {
        try (EventLog log = new EventLog(directory)) {
            log.add(update(1, Map.of()), START);
            log.add(update(2, Map.of()), START + 60_000);
        }
        Path file = Events.files(directory).get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        try (EventLog log = new EventLog(directory)) {
            log.add(update(1, Map.of()), START + 120_000);
            log.add(update(2, Map.of()), START + 120_000);
        }
        List<Event> shown = Events.read(Events.files(directory).get(1));
        assertThat(shown.stream().filter(Event::hasSummary).map(Event::getStep)).containsExactly(128L);
    }

    @Test
    void theNewestFileIsReadLastEvenIfTheClockWasSetBack() {
        for (int part = 0; part < 2; part++) {
            try (EventLog log = new EventLog(directory)) {
                log.add(update(part + 1, Map.of()), START - 3_600_000L * part);
            }
        }
        assertThat(Events.points(directory).stream().map(Event::getStep).toList())
                .containsExactly(64L, 128L);
    }

    @Test
    void aRunWithoutUpdatesHasNoFile() {
        new EventLog(directory).close();
        assertThat(Events.files(directory)).isEmpty();
    }

    private static TrainingMetrics update(long version, Map<String, Double> values) {
        return new TrainingMetrics("p", version, version * 64, values);
    }

    private static Map<String, Float> scalars(Event event) {
        return event.getSummary().getValueList().stream()
                .collect(Collectors.toMap(Summary.Value::getTag, Summary.Value::getSimpleValue));
    }
}
