package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code benchmarks/chaos.py}: one embedded training with a few faults ends with the serial trainer's hash. */
final class ChaosTest {

    private static final Path SCRIPT = Path.of("..", "benchmarks", "chaos.py").toAbsolutePath();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aTrainingWithRepeatedFaultsHasTheSerialHash() throws Exception {
        Path output = directory.resolve("table.md");
        ProcessBuilder chaos = new ProcessBuilder(
                        "python3",
                        SCRIPT.normalize().toString(),
                        "--embedded",
                        "--faults",
                        "3",
                        "--kinds",
                        "killed at start",
                        "stopped for a while",
                        "damaged newest checkpoint",
                        "--updates",
                        "300",
                        "--stop-seconds",
                        "1",
                        "--jobs",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        chaos.environment()
                .put(
                        "STREAMGRAD_COMMAND",
                        JavaProcess.command(Main.class).stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" ")));
        Process process = ChildProcesses.start(chaos);
        try {
            assertThat(process.waitFor()).as(Files.readString(output)).isZero();
            assertThat(output).content().contains("1 of 1 final hashes are the serial trainer's");
        } finally {
            process.destroy(); // the script ends its own child processes
        }
    }
}
