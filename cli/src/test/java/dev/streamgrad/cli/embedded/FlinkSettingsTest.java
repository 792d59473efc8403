package dev.streamgrad.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {

    @TempDir
    private Path directory = Path.of("");

    /** A directory that is named as the escaped path of this one is another: it may hold a run that was deleted. */
    @Test
    void checkpointsAreKeptInTheDirectoryAsItIsNamed() {
        Path checkpoints = directory.resolve("mein lauf,100% #1/checkpoints");
        Configuration settings = FlinkSettings.of(checkpoints, directory, 1);
        assertThat(local(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)))
                .isEqualTo(checkpoints);
    }

    /** As Flink's local file system finds it. */
    private static Path local(String path) {
        return Path.of(new org.apache.flink.core.fs.Path(path).getPath());
    }
}
