package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the command and truncates its files, as if the machine failed before writing them: the run resumes to the undisturbed hash. */
class LostTailTest {

    private static final List<String> SPEC =
            TrainOptions.and(TrainOptions.SMALL, "--set", "lag=1", "--total-steps", "20000");
    private static final int ENOUGH_ROWS = 150;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void resumesFromTruncatedFilesToTheSameHash() throws Exception {
        Path serial = directory.resolve("serial");
        assertThat(ended(train("--serial", "--run-dir", serial.toString()))).isZero();
        Path run = directory.resolve("run");
        Process killed = train("--run-dir", run.toString());
        try {
            awaitRows(run, killed);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        cut(run.resolve("kafka/streamgrad.transitions-0/00000000000000000000.log"), 0.2); // within a record
        cut(run.resolve("kafka/streamgrad.policies-0/00000000000000000000.log"), 0.01);
        cut(run.resolve("kafka/streamgrad.status-0/00000000000000000000.log"), 1);
        cut(newestMetadata(run), 0.5);
        assertThat(ended(train("--resume", "--run-dir", run.toString()))).isZero();
        assertThat(summary(run).get("parameterHash"))
                .isNotNull()
                .isEqualTo(summary(serial).get("parameterHash"));
        assertThat(Files.readString(directory.resolve("output.txt"))).contains("is damaged: its _metadata");
    }

    private Process train(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!List.of(options).contains("--resume")) {
            arguments.addAll(SPEC);
        }
        arguments.addAll(List.of(options));
        return CommandProcess.start(directory.resolve("output.txt"), arguments.toArray(String[]::new));
    }

    private static int ended(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitRows(Path run, Process process) throws Exception {
        Path progress = run.resolve("progress.csv");
        while (!Files.exists(progress) || Files.readAllLines(progress).size() < ENOUGH_ROWS) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("the training ended before it could be killed")
                    .isFalse();
        }
    }

    private static void cut(Path file, double part) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate((long) ((1 - part) * channel.size()));
        }
    }

    private static Path newestMetadata(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    private static JsonNode summary(Path run) throws IOException {
        return new JsonMapper().readTree(Files.readString(run.resolve("summary.json")));
    }
}
