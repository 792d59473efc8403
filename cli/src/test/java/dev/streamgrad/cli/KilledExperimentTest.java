package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.Listeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process of an experiment: the same command continues and does not repeat finished runs. */
class KilledExperimentTest {

    private static final String DECLARED = """
            title: Two lengths
            algorithm: a2c
            totalSteps: 4000
            seeds: [1, 2, 3]
            variants:
              short: {rollouts.rolloutLength: 5}
              long: {rollouts.rolloutLength: 10}
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void continuesAfterSigkillWithoutRepeatingFinishedRuns() throws Exception {
        Files.writeString(directory.resolve("lengths.yaml"), DECLARED);
        Process killed = start();
        while (results().isEmpty()) {
            assertThat(killed.waitFor(5, TimeUnit.MILLISECONDS))
                    .as("the experiment ended before it could be killed")
                    .isFalse();
        }
        Listeners.assertLoopbackOnly(killed.toHandle());
        assertThat(directory.resolve("home/streamgrad.log"))
                .content()
                .contains("Native libraries are ready; no thread was started before");
        killed.destroyForcibly();
        killed.waitFor();
        Map<Path, FileTime> finished = results();
        assertThat(finished).hasSizeLessThan(6);

        Process again = start();
        again.waitFor();
        assertThat(again.exitValue()).isZero();
        assertThat(results()).hasSize(6).containsAllEntriesOf(finished);
        assertThat(directory.resolve("home/report.html")).exists();
    }

    private Process start() throws IOException {
        return CommandProcess.start(
                directory.resolve("output.txt"),
                "experiment",
                directory.resolve("lengths.yaml").toString(),
                "--dir",
                directory.resolve("home").toString(),
                "--jobs",
                "1",
                "--quiet");
    }

    /** The results of the finished runs, with the times at which they were written. */
    private Map<Path, FileTime> results() throws IOException {
        Map<Path, FileTime> results = new TreeMap<>();
        for (String variant : List.of("short", "long")) {
            for (int seed = 1; seed <= 3; seed++) {
                Path result = directory.resolve("home/runs/" + variant + "/" + seed + "/result.json");
                if (Files.exists(result)) {
                    results.put(result, Files.getLastModifiedTime(result));
                }
            }
        }
        return results;
    }
}
