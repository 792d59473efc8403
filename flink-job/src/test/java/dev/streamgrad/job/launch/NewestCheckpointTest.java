package dev.streamgrad.job.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestCheckpointTest {

    private static final LogBounds LOG = log(0, 1_000);

    @TempDir
    private Path directory = Path.of("");

    private static LogBounds log(long first, long end) {
        return new LogBounds(Map.of(SavedState.PARTITION, first), Map.of(SavedState.PARTITION, end));
    }

    @Test
    void findsTheNewestCompletedCheckpointOfAllJobs() throws IOException {
        checkpoint("first/chk-9", 90, 1_000);
        Path newest = checkpoint("second/chk-2", 20, 3_000);
        checkpoint("second/chk-1", 10, 2_000);
        Files.createDirectories(directory.resolve("second/chk-3")); // started, but not completed
        NewestCheckpoint.Choice choice = choose(LOG);
        assertThat(choice.path()).hasValue("file:" + newest);
        assertThat(choice.passedOver()).isEmpty();
    }

    @Test
    void findsNoneIfThereIsNone() throws IOException {
        Files.createDirectories(directory.resolve("job/chk-1"));
        assertThat(choose(LOG).path()).isEmpty();
        assertThat(NewestCheckpoint.below(directory.resolve("missing").toUri().toString(), LOG)
                        .path())
                .isEmpty();
    }

    @ParameterizedTest(name = "cut to {0} bytes")
    @ValueSource(ints = {0, 1, 4, 100, 1_000, 2_000})
    void passesOverACheckpointWithTruncatedMetadata(int bytes) throws IOException {
        Path whole = checkpoint("job/chk-1", 10, 1_000);
        Path cut = checkpoint("job/chk-2", 20, 2_000);
        cut(cut.resolve("_metadata"), bytes, 2_000);
        NewestCheckpoint.Choice choice = choose(LOG);
        assertThat(choice.path()).hasValue("file:" + whole);
        assertThat(choice.passedOver())
                .singleElement()
                .asString()
                .contains("chk-2 is damaged")
                .contains("_metadata of " + bytes + " bytes cannot be read");
    }

    @Test
    void passesOverACheckpointWithZeroedMetadata() throws IOException {
        Path whole = checkpoint("job/chk-1", 10, 1_000);
        Path other = checkpoint("job/chk-2", 20, 2_000);
        int length = (int) Files.size(other.resolve("_metadata"));
        Files.write(
                other.resolve("_metadata"), new byte[length]); // as a file system may leave it after a machine crash
        Files.setLastModifiedTime(other.resolve("_metadata"), FileTime.fromMillis(2_000));
        assertThat(choose(LOG).path()).hasValue("file:" + whole);
    }

    @Test
    void passesOverACheckpointWhoseStateIsTruncatedOrMissing() throws IOException {
        Path whole = checkpoint("job/chk-1", 10, 1_000);
        Path cut = checkpoint("job/chk-2", 20, 2_000);
        Path missing = checkpoint("job/chk-3", 30, 3_000);
        cut(SavedState.file(cut), 7, 2_000);
        Files.delete(SavedState.file(missing));
        NewestCheckpoint.Choice choice = choose(LOG);
        assertThat(choice.path()).hasValue("file:" + whole);
        assertThat(choice.passedOver()).hasSize(2);
        assertThat(choice.passedOver().get(0)).contains("chk-3 is damaged").contains("is missing");
        assertThat(choice.passedOver().get(1)).contains("chk-2 is damaged").contains("has 7 of ");
    }

    /** The log has lost its newest records and grows again, with other ones: a checkpoint beyond its end must not be used later either. */
    @Test
    void passesOverACheckpointBeyondTheLogPermanently() throws IOException {
        Path within = checkpoint("job/chk-1", 700, 1_000);
        checkpoint("job/chk-2", 701, 2_000);
        NewestCheckpoint.Choice choice = choose(log(0, 700));
        assertThat(choice.path()).hasValue("file:" + within);
        assertThat(choice.passedOver())
                .singleElement()
                .asString()
                .contains("offset 701")
                .contains("the log ends at 700");
        assertThat(choose(LOG).path())
                .as("before the choice is final")
                .hasValueSatisfying(path -> assertThat(path).endsWith("chk-2"));
        choice.settle();
        assertThat(choose(LOG).path()).hasValue("file:" + within);
        assertThat(choose(LOG).passedOver()).isEmpty();
    }

    @Test
    void passesOverACheckpointWhoseNextRecordsWereDeleted() throws IOException {
        checkpoint("job/chk-1", 10, 1_000);
        NewestCheckpoint.Choice choice = choose(log(11, 1_000));
        assertThat(choice.path()).isEmpty();
        assertThat(choice.passedOver())
                .singleElement()
                .asString()
                .contains("offset 10")
                .contains("begins at 11");
        choice.settle();
        assertThat(choose(LOG).path()).as("the checkpoint is not set aside").isPresent();
    }

    @Test
    void rejectsADirectoryThatCannotBeRead() {
        assertThatThrownBy(() -> NewestCheckpoint.below("nowhere://bucket/checkpoints", LOG))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("nowhere://bucket/checkpoints")
                .hasMessageContaining("--resume");
    }

    @Test
    void resumesFromTheNewestCheckpointUnlessASavepointIsNamed() throws IOException {
        Path newest = checkpoint("job/chk-1", 10, 1_000);
        Configuration given = given();
        Configuration resuming = JobSettings.resuming(given, LOG);
        assertThat(resuming.get(StateRecoveryOptions.SAVEPOINT_PATH)).isEqualTo("file:" + newest);
        assertThat(resuming.get(StateRecoveryOptions.RESTORE_MODE)).isEqualTo(RecoveryClaimMode.CLAIM);
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:/elsewhere");
        assertThat(JobSettings.resuming(given, LOG).toMap()).isEmpty();
    }

    @Test
    void rejectsAJobThatCanUseNoneOfItsCheckpoints() throws IOException {
        checkpoint("job/chk-1", 10, 1_000);
        assertThatThrownBy(() -> JobSettings.resuming(given(), log(0, 0)))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("offset 10")
                .hasMessageContaining("the log ends at 0")
                .hasMessageContaining("name a savepoint");
        assertThat(choose(LOG).path()).as("the checkpoint is not set aside").isPresent();
    }

    private NewestCheckpoint.Choice choose(LogBounds log) {
        return NewestCheckpoint.below(directory.toUri().toString(), log);
    }

    private Configuration given() {
        Configuration given = new Configuration();
        given.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        return given;
    }

    private Path checkpoint(String name, long offset, long modified) throws IOException {
        Path folder = SavedState.write(directory.resolve(name), offset);
        Files.setLastModifiedTime(folder.resolve("_metadata"), FileTime.fromMillis(modified));
        return folder;
    }

    private static void cut(Path file, int bytes, long modified) {
        try {
            byte[] whole = Files.readAllBytes(file);
            assertThat(whole.length).isGreaterThan(bytes);
            Files.write(file, java.util.Arrays.copyOf(whole, bytes));
            Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
