package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.terminal.Screen;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a full disk, simulated by an in-memory file system. */
final class FullDiskTest {

    private static final int SIZE = 4 << 20;

    @TempDir
    private Path directory = Path.of("");

    private static FileSystem disk() {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setMaxSize(SIZE)
                .setBlockSize(4096)
                .build());
    }

    @Test
    void anExperimentKeepsFinishedRunsAndContinues() throws Exception {
        Path file = Files.writeString(directory.resolve("lengths.yaml"), """
                title: Two lengths
                algorithm: a2c
                totalSteps: 2000
                seeds: [1, 2, 3, 4, 5]
                variants: {short: {rollouts.rolloutLength: 5}, long: {rollouts.rolloutLength: 25}}
                """);
        try (FileSystem disk = disk()) {
            Path home = disk.getPath("home");
            Path ballast = fill(disk, SIZE - (1200 << 10)); // room for a few runs
            assertThatThrownBy(() -> runner(file, home).run(1, Screen.silent()))
                    .isInstanceOf(FailedException.class)
                    .hasMessageStartingWith("Cannot write into home (")
                    .hasMessageContaining("continues with the remaining runs");
            long finished = results(home);
            assertThat(finished).isBetween(1L, 9L);
            String first = Files.getLastModifiedTime(home.resolve("runs/short/1/result.json"))
                    .toString();

            Files.delete(ballast);
            assertThat(runner(file, home).run(1, Screen.silent())).isPresent();
            assertThat(results(home)).isEqualTo(10);
            assertThat(Files.getLastModifiedTime(home.resolve("runs/short/1/result.json")))
                    .hasToString(first);
        }
    }

    /** The reserved space is enough for the policy and the summary. */
    @Test
    void aRunWritesItsPolicyAndItsSummaryOnAFullDisk() throws Exception {
        try (FileSystem disk = disk();
                RunDirectory run = RunDirectory.create(disk.getPath("run"))) {
            int policy = 1 << 20;
            run.reserve(policy);
            fill(disk, SIZE);
            assertThat(run.diskFull()).isTrue();
            run.write("summary.json", "{}");
            run.write(RunDirectory.POLICY, new byte[policy]);
            assertThat(Files.size(run.resolve(RunDirectory.POLICY))).isEqualTo(policy);
            assertThatThrownBy(() -> run.write("more", new byte[policy]))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContainingAll("Cannot write run/more", "--run-dir");
        }
    }

    /** Fills the disk up to a number of used bytes. */
    private static Path fill(FileSystem disk, long bytes) throws IOException {
        Path ballast = disk.getPath("ballast");
        long room = Files.getFileStore(disk.getPath("/")).getUsableSpace();
        return Files.write(ballast, new byte[Math.toIntExact(Math.min(room, bytes))]);
    }

    private static long results(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.endsWith(RunResult.FILE)).count();
        }
    }

    private static ExperimentRunner runner(Path file, Path home) {
        return ExperimentRunner.of(
                file.toString(),
                EnvironmentRegistry.standard(),
                Optional.of(home),
                Optional.empty(),
                Clock.systemUTC(),
                () -> false);
    }
}
