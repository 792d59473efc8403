package dev.streamgrad.training.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user reads if Python is missing, too old, or lacks something. The interpreters are programs that answer as such a Python does;
 * {@code clients/python/tests/test_train_command.py} trains with a real one.
 */
class PythonInterpreterTest {

    private static final String NEW = "case \"$1\" in -c) echo 3.11; exit 0;; esac\n";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void namesAnInterpreterThatIsMissing() {
        assertThatThrownBy(() -> new PythonInterpreter("/no/such/python"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Cannot run '/no/such/python'")
                .hasMessageContaining("need Python 3.10 or newer: install it, or name it with --python.");
    }

    @Test
    void namesAnOldPython() throws IOException {
        String python = program("echo 3.8");
        assertThatThrownBy(() -> new PythonInterpreter(python))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        python
                                + " is Python 3.8, but environments in Python need 3.10 or newer; name a newer one with --python.");
        String older = program("echo 2.7");
        assertThatThrownBy(() -> new PythonInterpreter(older)).hasMessageContaining("is Python 2.7, but");
    }

    @Test
    void namesAProgramThatIsNotPython() throws IOException {
        String program = program("echo 'unknown option -c' >&2; exit 1");
        assertThatThrownBy(() -> new PythonInterpreter(program))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(program + " is not a Python interpreter (status 1 unknown option -c); name one");
    }

    @Test
    void namesAPythonWithoutThePackage() throws IOException {
        String python = program(NEW + "echo \"$0: No module named streamgrad\" >&2; exit 1");
        assertThatThrownBy(() -> described(python))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(python + " does not have the package streamgrad: install it with")
                .hasMessageContaining("or leave out --python.");
    }

    @Test
    void passesOnWhyAnEnvironmentCannotBeMade() throws IOException {
        String python = program(NEW + "echo 'Gymnasium has no environment.' >&2; exit 2");
        assertThatThrownBy(() -> described(python))
                .isInstanceOf(UserException.class)
                .hasMessage("Gymnasium has no environment.");
        String missing = program(NEW + "echo 'It needs: pip install \"gymnasium[box2d]\".' >&2; exit 2");
        assertThatThrownBy(() -> described(missing))
                .as("nothing is installed into an interpreter that the user named")
                .hasMessage("It needs: pip install \"gymnasium[box2d]\".");
        String broken = program(NEW + "echo 'Traceback' >&2; exit 1");
        assertThatThrownBy(() -> described(broken))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("-m streamgrad describe --env gymnasium/Shop-v0 failed: Traceback");
    }

    @Test
    void simulatorsThatFailAreNamedWithTheirLastWordsAndTheLog() throws Exception {
        Path log = directory.resolve("simulators.log");
        PythonInterpreter python =
                new PythonInterpreter(program(NEW + "echo first; echo 'This simulator cannot act.'; exit 2"));
        try (PythonSimulators simulators = PythonSimulators.start(python, List.of("simulate"), log)) {
            while (simulators.failure().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(simulators.failure().orElseThrow())
                    .hasMessage("The simulators in Python ended with status 2: This simulator cannot act. (log: " + log
                            + ")");
        }
    }

    @Test
    void simulatorsEndWithTheirInput() throws Exception {
        Path log = directory.resolve("simulators.log");
        PythonInterpreter python = new PythonInterpreter(program(NEW + "cat; echo ended"));
        PythonSimulators simulators = PythonSimulators.start(python, List.of("simulate"), log);
        assertThat(simulators.failure()).isEmpty();
        simulators.close();
        assertThat(simulators.failure()).isEmpty();
        assertThat(log).content().contains("ended");
    }

    private void described(String python) {
        new InPython(Optional.of(python), directory, sentence -> {}).describe("gymnasium/Shop-v0", Map.of());
    }

    private String program(String script) throws IOException {
        Path file = Files.createTempFile(directory, "python", "");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
