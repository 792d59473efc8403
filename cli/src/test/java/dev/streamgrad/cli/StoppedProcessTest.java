package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.Listeners;
import dev.streamgrad.training.run.Events;
import dev.streamgrad.training.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.util.Event;

/** Kills or stops the command's process during a run and resumes the run: it ends with the hash of a run without Kafka and Flink. */
class StoppedProcessTest {

    private static final List<String> SPEC = TrainOptions.and(
            TrainOptions.SMALL,
            TrainOptions.words("--set lag=1 --eval-every 20 --eval-episodes 3 --total-steps 24000")
                    .toArray(String[]::new));
    private static final int ENOUGH_ROWS = 100;
    private static final String TEMPORARY = "tmp";

    /** The same training in one thread, whose result is the expected one. */
    private static Path serial = Path.of("");

    @TempDir
    private Path directory = Path.of("");

    private Path run = Path.of("");

    @BeforeAll
    static void trainSerially(@TempDir Path reference) throws Exception {
        serial = reference.resolve("run");
        Process process = train(reference.resolve("output.txt"), "--serial", "--run-dir", serial.toString());
        assertThat(process.waitFor()).isZero();
    }

    @BeforeEach
    void nameTheRun() {
        run = directory.resolve("run");
    }

    @Test
    void resumesAfterSigkillToTheSameHash() throws Exception {
        Process process = train(output(), "--run-dir", run.toString());
        awaitRows(process);
        Listeners.assertLoopbackOnly(process.toHandle());
        assertThat(run.resolve("streamgrad.log"))
                .content()
                .contains("Native libraries are ready; no thread was started before");
        process.destroyForcibly();
        process.waitFor();
        assertThat(run.resolve("summary.json")).doesNotExist();
        assertThat(temporaryFiles())
                .as("temporary files of the killed process: all in one directory")
                .hasSize(1);
        assertResumes();
        assertResumingAFinishedRunChangesNothing();
    }

    @Test
    void anInterruptLeavesARunThatCanBeResumed() throws Exception {
        assertInterruptedBy("INT");
        assertResumes();
    }

    /** As when a terminal is closed. */
    @Test
    void aHangupEndsARunAsAnInterruptDoes() throws Exception {
        assertInterruptedBy("HUP");
    }

    private void assertInterruptedBy(String signal) throws Exception {
        Process process = train(output(), "--run-dir", run.toString());
        awaitRows(process);
        ChildProcesses.signal(process, signal);
        process.waitFor();
        JsonNode summary = summary(run);
        assertThat(summary.get("outcome").asText()).isEqualTo("interrupted");
        assertThat(summary.get("reason").asText()).contains("--resume");
        assertThat(run.resolve("policy.avro")).exists();
    }

    private void assertResumes() throws Exception {
        Process resumed = start(output(), "train", "--quiet", "--resume", "--run-dir", run.toString());
        resumed.waitFor();
        assertThat(resumed.exitValue()).isZero();
        assertThat(summary(run).get("outcome").asText()).isEqualTo("finished");
        assertThat(summary(run).get("parameterHash")).isEqualTo(summary(serial).get("parameterHash"));
        assertThat(summary(run).get("meanReturn100")).isEqualTo(summary(serial).get("meanReturn100"));
        assertThat(Files.readAllLines(run.resolve("progress.csv")))
                .isEqualTo(Files.readAllLines(serial.resolve("progress.csv")));
        assertSameEvaluations();
        assertPointsAreRowsOnce();
        assertThat(temporaryFiles())
                .as("temporary files after a stopped run and a finished one")
                .isEmpty();
    }

    private void assertSameEvaluations() throws Exception {
        assertThat(summary(run).get("bestEvaluation"))
                .isNotNull()
                .isEqualTo(summary(serial).get("bestEvaluation"));
        assertThat(RunDirectory.readBestPolicy(run).hash())
                .isEqualTo(RunDirectory.readBestPolicy(serial).hash());
        assertThat(Files.readAllLines(run.resolve("evaluations.csv")))
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(serial.resolve("evaluations.csv")));
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.filter(file -> file.toString().contains("waiting")).toList())
                    .as("policies that wait for their evaluation")
                    .isEmpty();
        }
    }

    private void assertPointsAreRowsOnce() throws Exception {
        assertThat(Events.files(run)).as("one file per part of the run").hasSizeGreaterThan(1);
        List<Long> steps = Events.points(run).stream().map(Event::getStep).toList();
        assertThat(steps).doesNotHaveDuplicates().isSorted();
        assertThat(steps.get(steps.size() - 1))
                .isEqualTo(summary(run).get("totalSteps").asLong());
    }

    private void assertResumingAFinishedRunChangesNothing() throws Exception {
        JsonNode before = summary(run);
        Process again = start(output(), "train", "--quiet", "--resume", "--run-dir", run.toString());
        again.waitFor();
        assertThat(again.exitValue()).isZero();
        assertThat(summary(run).get("parameterHash")).isEqualTo(before.get("parameterHash"));
        assertThat(summary(run).get("episodes")).isEqualTo(before.get("episodes"));
    }

    private void awaitRows(Process process) throws Exception {
        Path progress = run.resolve("progress.csv");
        while (!Files.exists(progress) || Files.readAllLines(progress).size() < ENOUGH_ROWS) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("the training ended before it could be stopped")
                    .isFalse();
        }
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(TEMPORARY))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    private Path output() {
        return directory.resolve("output.txt");
    }

    private static Process train(Path output, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("train", "--quiet"));
        arguments.addAll(SPEC);
        arguments.addAll(List.of(options));
        return start(output, arguments.toArray(String[]::new));
    }

    /** Starts the command with a directory for temporary files next to its output. */
    private static Process start(Path output, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(output.resolveSibling(TEMPORARY));
        return CommandProcess.start(output, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary), arguments);
    }

    private static JsonNode summary(Path run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.resolve("summary.json")));
    }
}
