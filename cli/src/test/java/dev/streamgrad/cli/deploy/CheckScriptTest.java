package dev.streamgrad.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/check.sh} with only some of its tools installed. */
final class CheckScriptTest {

    @TempDir
    private Path tools = Path.of("");

    /** Docker without Compose, npm without node: their checks are skipped. */
    @Test
    void aMissingToolIsNotAFailure() throws Exception {
        install("docker", "exit 1");
        install("npm", "exit 0");
        install("promtool", "exit 0");
        String said = check(0);
        assertThat(said)
                .contains("not checked  Compose file: docker compose is not installed")
                .contains("not checked  dashboards: node with npm is not installed")
                .contains("ok           alerts: syntax")
                .contains("3 passed, 0 failed, 6 not checked")
                .doesNotContain("FAILED");
    }

    @Test
    void reportsAFailedCheck() throws Exception {
        install("promtool", "case $1 in check) echo broken; exit 1;; esac");
        assertThat(check(1)).contains("FAILED       alerts: syntax", "broken", "1 passed, 2 failed, 6 not checked");
    }

    @Test
    void failsIfNothingWasChecked() throws Exception {
        assertThat(check(1)).contains("0 passed, 0 failed, 9 not checked").doesNotContain("FAILED");
    }

    private void install(String tool, String script) throws IOException {
        Path file = tools.resolve(tool);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String check(int status) throws Exception {
        install("dirname", "echo \"${1%/*}\"");
        Path script = Yaml.ROOT.resolve("docker/check.sh");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString()).redirectErrorStream(true);
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(status);
        return said;
    }
}
