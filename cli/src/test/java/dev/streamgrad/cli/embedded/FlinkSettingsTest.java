package dev.streamgrad.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {

    @TempDir
    private Path directory = Path.of("");

    /** A directory that is named as the escaped path of this one is another: it may hold a run that was deleted. */
    @Test
    void checkpointsAreWrittenAndSoughtInTheDirectoryAsItIsNamed() throws Exception {
        Path checkpoints = Files.createDirectories(directory.resolve("mein lauf,100% #1/checkpoints"));
        Path own = Files.createDirectories(checkpoints.resolve("job/chk-3"));
        Files.createFile(own.resolve("_metadata"));
        Path other = Files.createDirectories(directory.resolve("mein%20lauf,100%25%20%231/checkpoints/job/chk-9"));
        Files.createFile(other.resolve("_metadata"));
        Configuration settings = FlinkSettings.of(checkpoints, directory, 1);
        assertThat(local(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)))
                .isEqualTo(checkpoints);
        assertThat(local(settings.get(StateRecoveryOptions.SAVEPOINT_PATH))).isEqualTo(own);
    }

    /** As Flink's local file system finds it. */
    private static Path local(String path) {
        return Path.of(new org.apache.flink.core.fs.Path(path).getPath());
    }
}
