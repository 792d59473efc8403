package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user without write permission can evaluate a run; one without read permission gets a message about the permission, not about a missing
 * file. Root bypasses permissions, so the test then runs the command without these capabilities ({@code setpriv} of util-linux).
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "permissions and setpriv are Linux's")
class PermissionsTest {

    @TempDir
    private Path directory = Path.of("");

    private Path run = Path.of("");

    @BeforeEach
    void train() {
        run = directory.resolve("my run");
        List<String> train = new ArrayList<>(TrainOptions.words("train --quiet --serial --set hidden=4 --run-dir"));
        train.add(run.toString());
        train.addAll(TrainOptions.SHORT);
        Said said = Said.of(train.toArray(String[]::new));
        assertThat(said.status()).isZero();
    }

    @AfterEach
    void letJUnitRemoveIt() throws IOException {
        permit(run, "rwxr-xr-x");
    }

    @Test
    void aReadOnlyRunCanBeEvaluatedButNotResumed() throws Exception {
        permit(run, "r-xr-xr-x");
        assertThat(said(0, "evaluate", "--episodes", "1", "--run-dir", run.toString()))
                .contains("meanReturn");
        assertThat(said(1, "train", "--serial", "--resume", "--run-dir", run.toString()))
                .contains("Cannot write " + run, "Permission denied", "--run-dir");
        assertThat(said(
                        1,
                        "train",
                        "--serial",
                        "--run-dir",
                        run.resolve("below").toString()))
                .contains("Cannot write ", "Permission denied");
        assertThat(said(
                        1,
                        "experiment",
                        "toytext",
                        "--quiet",
                        "--dir",
                        run.resolve("below").toString()))
                .contains("Cannot write into ", "Permission denied");
    }

    @Test
    void anUnreadableRunIsNotReportedAsMissing() throws Exception {
        permit(run.resolve("policy.avro"), "---------");
        assertThat(said(2, "evaluate", "--run-dir", run.toString()))
                .contains("The policy at " + run.resolve("policy.avro") + " cannot be read (Permission denied");
        permit(run, "---------");
        for (List<String> command : List.of(List.of("evaluate"), List.of("train", "--resume"))) {
            String[] line = Stream.concat(command.stream(), Stream.of("--run-dir", run.toString()))
                    .toArray(String[]::new);
            assertThat(said(2, line))
                    .contains(
                            "The training spec at " + run.resolve("spec.json") + " cannot be read (Permission denied");
        }
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** Runs the command with permissions enforced, also for root. */
    private String said(int status, String... arguments) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            String rights = "-dac_override,-dac_read_search";
            command.addAll(List.of("setpriv", "--inh-caps", rights, "--bounding-set", rights));
        }
        command.addAll(JavaProcess.command(Main.class));
        command.addAll(List.of(arguments));
        Process process = ChildProcesses.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()));
        assertThat(process.waitFor()).as(Files.readString(output)).isEqualTo(status);
        return Files.readString(output);
    }
}
