package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.ChildProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code streamgrad}, in any directory and called in any way; a stand-in for Java prints its arguments. */
class LauncherTest {

    private static final String JAVA = """
            #!/usr/bin/env bash
            echo "locale $(locale charmap)"
            printf '[%s]\\n' "$@"
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void worksInAnyDirectoryAndThroughLinks() throws Exception {
        Path home = checkout("my checkout, 50%20 #1 'x'");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), home.resolve("streamgrad"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
        for (Path called : List.of(home.resolve("streamgrad"), bin.resolve("first"), bin.resolve("second"))) {
            assertThat(called(called, Map.of(), "evaluate", "--run-dir", "my run"))
                    .contains(
                            "[" + home + "/cli/target/classes:" + home + "/cli/target/lib/*]",
                            "[--run-dir]",
                            "[my run]");
        }
    }

    @Test
    void anUnpackedArchiveNeedsNeitherMavenNorSources() throws Exception {
        Path home = Files.createDirectories(directory.resolve("my archive & more"));
        Files.copy(Path.of("..", "streamgrad"), home.resolve("streamgrad"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.write(lib.resolve("streamgrad.jars"), List.of("streamgrad-cli.jar", "picocli.jar"));
        java();
        assertThat(called(home.resolve("streamgrad"), Map.of(), "train"))
                .contains("[" + lib + "/streamgrad-cli.jar:" + lib + "/picocli.jar]", "[train]");
    }

    @Test
    void rejectsAPathThatAClassPathCannotContain() throws Exception {
        Path home = checkout("a:b");
        assertThat(called(home.resolve("streamgrad"), Map.of()))
                .containsExactly("Streamgrad is in " + home
                        + ", but Java's class path cannot hold a path with a colon: move it.");
    }

    /** Otherwise Java would decode non-ASCII characters of file names as question marks. */
    @Test
    void fileNamesAreInUtf8WithoutALocale() throws Exception {
        Path home = checkout("checkout");
        for (String locale : List.of("C", "POSIX", "C.UTF-8")) {
            assertThat(called(home.resolve("streamgrad"), Map.of("LC_ALL", locale)))
                    .contains("locale UTF-8");
        }
    }

    private Path checkout(String name) throws IOException {
        Path home = directory.resolve(name);
        for (String module : List.of("schemas", "env-simulators", "learner", "flink-job", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(home.resolve("pom.xml"));
        Files.copy(Path.of("..", "streamgrad"), home.resolve("streamgrad"));
        Files.createDirectories(home.resolve("cli/target"));
        Files.setLastModifiedTime(
                Files.createFile(home.resolve("cli/target/streamgrad.built")), FileTime.fromMillis(4_000_000_000_000L));
        java();
        return home;
    }

    private void java() throws IOException {
        Path java = Files.createDirectories(directory.resolve("my java/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private List<String> called(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", directory.resolve("my java").toString());
        process.environment().putAll(environment);
        return new String(ChildProcesses.start(process).getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
