package dev.streamgrad.training.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {

    @TempDir
    private Path directory = Path.of("");

    /** The directory must not be the one that is named as the escaped path: that one may hold a run that was deleted. */
    @Test
    void keepsCheckpointsInTheDirectoryAsNamed() {
        Path checkpoints = directory.resolve("mein lauf,100% #1/checkpoints");
        Configuration settings = FlinkSettings.of(checkpoints, directory, 1);
        assertThat(local(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)))
                .isEqualTo(checkpoints);
    }

    /** The path as Flink's local file system resolves it. */
    private static Path local(String path) {
        return Path.of(new org.apache.flink.core.fs.Path(path).getPath());
    }
}
