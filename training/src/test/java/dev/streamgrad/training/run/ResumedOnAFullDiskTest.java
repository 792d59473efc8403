package dev.streamgrad.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.process.FailedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run on a full disk stays unchanged, and resumes once there is space. */
final class ResumedOnAFullDiskTest {

    private static final int SIZE = 1 << 20;

    @Test
    void aRunThatCannotResumeStaysUnchanged() throws Exception {
        try (FileSystem disk = disk()) {
            Path run = disk.getPath("run");
            try (RunDirectory target = RunDirectory.create(run);
                    ProgressTable table = ProgressTable.open(target.resolve(ProgressTable.FILE))) {
                target.write("spec.json", "{}");
                table.add(update(1));
            }
            String rows = Files.readString(run.resolve(ProgressTable.FILE));
            Path ballast = disk.getPath("ballast");
            Files.write(ballast, new byte[SIZE - (64 << 10)]);
            assertThatThrownBy(() -> RunDirectory.resume(run))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("Cannot write run");
            assertThat(Files.readString(run.resolve(ProgressTable.FILE))).isEqualTo(rows);
            Files.delete(ballast);
            RunDirectory.resume(run).close();
        }
    }

    private static FileSystem disk() {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setMaxSize(SIZE)
                .setBlockSize(4096)
                .build());
    }

    private static TrainingMetrics update(long version) {
        return new TrainingMetrics(
                "p",
                version,
                version * 64,
                Map.of("time/iterations", (double) version, "time/total_timesteps", 64.0 * version));
    }
}
