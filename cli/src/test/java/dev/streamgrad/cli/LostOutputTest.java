package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.JavaProcess;
import dev.streamgrad.simulator.SimulatorMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output is a full device: the output is lost, so the exit status is 1. */
@EnabledOnOs(OS.LINUX)
class LostOutputTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void train() {
        Said trained = Said.of(
                "train",
                "--quiet",
                "--serial",
                "--total-steps",
                "64",
                "--set",
                "rolloutLength=8",
                "--run-dir",
                run("run"));
        assertThat(trained.status()).as(trained.text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "train --help",
                "options",
                "metrics",
                "experiment",
                "evaluate --episodes 1 --run-dir RUN",
                "train --quiet --serial --total-steps 64 --set rolloutLength=8 --run-dir RUN-2",
            })
    void everyCommandThatPrintsReportsTheLossWithStatus1(String line) throws Exception {
        assertStatus1(Main.class, line.replace("RUN", run("run")));
    }

    @Test
    void aSimulatorProcessReportsTheLossWithStatus1() throws Exception {
        assertStatus1(SimulatorMain.class, "--help");
    }

    private static void assertStatus1(Class<?> main, String line) throws Exception {
        Path err = directory.resolve("err.txt");
        List<String> command = new ArrayList<>(JavaProcess.command(main));
        command.addAll(List.of(line.split(" ", -1)));
        Process process = ChildProcesses.start(new ProcessBuilder(command)
                .redirectOutput(Path.of("/dev/full").toFile())
                .redirectError(err.toFile()));
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).content().contains("Standard output cannot be written (No space left on device)");
    }

    @Test
    void theStatusIs0IfNoOutputIsLost() throws Exception {
        Path output = directory.resolve("output.txt");
        assertThat(CommandProcess.start(output, "--version").waitFor()).isZero();
        assertThat(output).content().startsWith("streamgrad").doesNotContain("cannot be written");
    }

    private static String run(String name) {
        return directory.resolve(name).toString();
    }
}
