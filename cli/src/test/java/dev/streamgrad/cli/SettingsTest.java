package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option is equivalent to its setting; the exit status and the summary report whether a training succeeded. */
class SettingsTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void anOptionAndItsSettingGiveTheSameSpec() throws Exception {
        Path options = directory.resolve("options");
        Path settings = directory.resolve("settings");
        assertThat(train(options, "--algorithm", "a2c", "--env", "Acrobot-v1", "--seed", "5", "--total-steps", "80"))
                .isZero();
        assertThat(train(
                        settings,
                        "--set",
                        "update.algorithm=A2C",
                        "--set",
                        "environment.id=Acrobot-v1",
                        "--set",
                        "seed=5",
                        "--set",
                        "totalSteps=8e1"))
                .isZero();
        TrainingSpec spec = RunDirectory.readSpec(options);
        assertThat(RunDirectory.readSpec(settings)).isEqualTo(spec);
        assertThat(spec.policyId()).isEqualTo("acrobot-v1-a2c");
        assertThat(spec.update().algorithm()).isEqualTo(Algorithm.A2C);
        assertThat(spec.seed()).isEqualTo(5);
        assertThat(summary(settings).get("parameterHash"))
                .isEqualTo(summary(options).get("parameterHash"));
    }

    @Test
    void aRunWhoseUpdatesWereAllSkippedHasFailed() throws Exception {
        Path run = directory.resolve("run");
        Said said = Said.of(
                "train",
                "--serial",
                "--quiet",
                "--total-steps",
                "512",
                "--set",
                "learningRate=10",
                "--set",
                "maxGradNorm=none",
                "--set",
                "activation=relu",
                "--set",
                "hidden=[64,64,64,64,64,64,64,64,64,64,64,64,64,64,64,64]",
                "--run-dir",
                run.toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(summary(run).get("outcome").asText()).isEqualTo(Summary.FAILED);
        assertThat(summary(run).get("reason").asText()).contains("updates were skipped");
    }

    @Test
    void doesNotResumeAFinishedRun() throws Exception {
        Path run = directory.resolve("run");
        assertThat(train(run, "--total-steps", "64", "--set", "rolloutLength=8"))
                .isZero();
        String summary = Files.readString(run.resolve(Summary.FILE));
        Said said = Said.of("train", "--resume", "--run-dir", run.toString());
        assertThat(said.text())
                .contains("has ended: finished after 1 updates. There is nothing to resume; start another run")
                .contains(summary)
                .doesNotContain("Training cartpole");
        assertThat(said.status()).isZero();
        assertThat(run.resolve("kafka")).doesNotExist();
    }

    private static int train(Path run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("train", "--serial", "--quiet", "--run-dir", run.toString()));
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new)).status();
    }

    private static JsonNode summary(Path run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.resolve(Summary.FILE)));
    }
}
