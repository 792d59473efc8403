package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.training.run.DirectoryNames;
import dev.streamgrad.training.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command accepts a path with any name, and writes only there. */
class PathsTest {

    private static final List<String> SHORT = TrainOptions.and(TrainOptions.SHORT, "--set", "hidden=4");

    @TempDir
    private Path directory = Path.of("");

    static Stream<String> names() {
        return Stream.of(
                "mein lauf",
                " blanks around ",
                "lr=3e-4,agents=8",
                "50%20of#1",
                "a:b;c&d|e",
                "it's \"quoted\"",
                "back\\slash",
                "-leading",
                "@file",
                "~",
                "${env:HOME} $${x} $HOME",
                "[x]*?{y}",
                "n".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("names")
    void trainAndEvaluate(String name) throws Exception {
        Path run = directory.resolve(name);
        assertThat(train("--serial", "--run-dir", run.toString()).status()).isZero();
        assertThat(Said.of("evaluate", "--episodes", "1", "--run-dir", run.toString())
                        .status())
                .isZero();
        assertThat(train("--serial", "--resume", "--run-dir", run.toString(), "--nothing")
                        .status())
                .isEqualTo(2);
        assertOnly(name);
    }

    /** The name contains Log4j's variables and patterns. */
    @Test
    void theLogIsInARunDirectoryWithAnyName() throws Exception {
        String name = "${env:HOME} ${sys:user.name}, $${x} %d{yyyy}";
        Path output = directory.resolve("output.txt");
        List<String> line = new ArrayList<>(List.of("train", "--quiet", "--serial", "--run-dir"));
        line.add(directory.resolve(name).toString());
        line.addAll(SHORT);
        Process process = CommandProcess.start(output, line.toArray(String[]::new));
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(directory.resolve(name).resolve("streamgrad.log")).isRegularFile();
        assertOnly(name, "output.txt");
    }

    @ParameterizedTest
    @MethodSource("names")
    void experiment(String name) throws Exception {
        Path file = Files.writeString(directory.resolve("mine.yaml"), """
                title: One
                algorithm: a2c
                totalSteps: 40
                seeds: [1]
                variants: {one: {rollouts.rolloutLength: 5}}
                """);
        // ExperimentFileTest covers the rejection of a file whose name is no valid directory name; --dir may have any
        // name.
        String own = DirectoryNames.fits(name) ? name : "mine";
        Path named = Files.move(file, directory.resolve(own + ".yaml"));
        Said said = Said.of(
                "experiment",
                named.toString(),
                "--quiet",
                "--dir",
                directory.resolve(name).toString(),
                "--report",
                directory.resolve(name + "-report").toString());
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(directory.resolve(name).resolve("report.html")).exists();
        assertOnly(name, own + ".yaml", name + "-report");
    }

    @ParameterizedTest
    @MethodSource("names")
    void clientPropertiesAndJobJar(String name) throws Exception {
        Path properties = Files.writeString(directory.resolve(name), "bootstrap.servers=here:nowhere\n");
        for (String command : List.of("submit", "simulate")) {
            Said said = Said.of(command, "--client-properties", properties.toString());
            assertThat(said.text()).contains("Invalid Kafka client properties");
            assertThat(said.status()).isEqualTo(2);
        }
        Said jar = Said.of(
                "submit",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--flink",
                "http://127.0.0.1:1",
                "--job-jar",
                directory.resolve(name + ".jar").toString());
        assertThat(jar.text()).contains("There is no job jar at " + directory.resolve(name + ".jar"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void cluster(String name) {
        for (String action : List.of("status", "stop", "submit")) {
            Said said =
                    Said.of("cluster", action, "--dir", directory.resolve(name).toString());
            assertThat(said.text()).contains("There is no cluster in " + directory.resolve(name));
            assertThat(said.status()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --run-dir=",
                "evaluate --run-dir=",
                "experiment toytext --dir=",
                "results --dir=",
                "cluster status --dir=",
                "train --run-dir= "
            })
    void rejectsAnEmptyPath(String line) {
        String[] words = line.split(" ", 4);
        Said said = Said.of(words);
        assertThat(said.text()).contains("the path is empty; name a file or a directory");
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void followsALinkToADirectoryAndReportsADanglingOne() throws Exception {
        Files.createDirectory(directory.resolve("disk"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("disk"));
        assertThat(train("--serial", "--run-dir", link.toString()).status()).isZero();
        try (RunDirectory taken = RunDirectory.resume(link)) {
            assertThat(train(
                                    "--serial",
                                    "--resume",
                                    "--run-dir",
                                    directory.resolve("disk").toString(),
                                    "--quiet")
                            .text())
                    .isNotEmpty();
            Said said = Said.of(
                    "train",
                    "--serial",
                    "--resume",
                    "--run-dir",
                    directory.resolve("disk").toString());
            assertThat(said.text()).contains("is in use by another process");
            assertThat(taken.path()).isEqualTo(link);
        }
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("gone"));
        Said said = train("--serial", "--run-dir", dangling.toString());
        assertThat(said.text()).contains(dangling + " is a link to a file that does not exist", "--run-dir");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void rejectsPathsThatBrokerAndCheckpointsCannotUseBeforeWriting() throws Exception {
        Said backslash = train("--run-dir", directory.resolve("back\\slash").toString());
        assertThat(backslash.text()).contains("which Flink reads as a slash; choose another directory with --run-dir");
        assertThat(backslash.status()).isEqualTo(2);
        String deep = String.join("/", java.util.Collections.nCopies(20, "d".repeat(200)));
        Said tooLong = train("--run-dir", directory.resolve(deep).toString());
        assertThat(tooLong.text())
                .contains(
                        "bytes long; the limit is 3840 bytes, since broker and checkpoints add to it. Choose another");
        assertThat(tooLong.status()).isEqualTo(2);
        Said name = train(
                "--serial", "--run-dir", directory.resolve("n".repeat(300)).toString());
        assertThat(name.text()).contains("Cannot write ", "File name too long");
        assertThat(name.status()).isEqualTo(1);
        assertOnly();
    }

    private static Said train(String... more) {
        List<String> all = new ArrayList<>(List.of("train", "--quiet"));
        all.addAll(SHORT);
        all.addAll(Arrays.asList(more));
        return Said.of(all.toArray(String[]::new));
    }

    private void assertOnly(String... names) throws Exception {
        try (Stream<Path> content = Files.list(directory)) {
            assertThat(content.map(file -> file.getFileName().toString()))
                    .as("the files that were written")
                    .containsExactlyInAnyOrder(names);
        }
    }
}
