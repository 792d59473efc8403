package dev.streamgrad.job.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestCheckpointTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void isTheLastThatWasCompletedOfAnyJob() throws IOException {
        checkpoint("first/chk-9", 1_000);
        Path newest = checkpoint("second/chk-2", 3_000);
        checkpoint("second/chk-1", 2_000);
        Files.createDirectories(directory.resolve("second/chk-3")); // begun, and never completed
        assertThat(NewestCheckpoint.below(directory.toUri().toString())).hasValue("file:" + newest);
    }

    @Test
    void isNoneWhereThereIsNone() throws IOException {
        Files.createDirectories(directory.resolve("job/chk-1"));
        assertThat(NewestCheckpoint.below(directory.toUri().toString())).isEmpty();
        assertThat(NewestCheckpoint.below(directory.resolve("missing").toUri().toString()))
                .isEmpty();
    }

    @Test
    void aStoreThatCannotBeReadIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> NewestCheckpoint.below("nowhere://bucket/checkpoints"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("nowhere://bucket/checkpoints")
                .hasMessageContaining("--resume");
    }

    @Test
    void isWhereAJobResumesUnlessAnotherBeginIsNamed() throws IOException {
        Path newest = checkpoint("job/chk-1", 1_000);
        Configuration given = new Configuration();
        given.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        Configuration resuming = JobSettings.resuming(given);
        assertThat(resuming.get(StateRecoveryOptions.SAVEPOINT_PATH)).isEqualTo("file:" + newest);
        assertThat(resuming.get(StateRecoveryOptions.RESTORE_MODE)).isEqualTo(RecoveryClaimMode.CLAIM);
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:/elsewhere");
        assertThat(JobSettings.resuming(given).toMap()).isEmpty();
    }

    private Path checkpoint(String name, long modified) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(folder.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(modified));
        return folder;
    }
}
