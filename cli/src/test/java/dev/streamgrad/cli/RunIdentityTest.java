package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run has one spec, and its policies belong to it: a replaced or damaged file is reported with status 2, and nothing is written. */
class RunIdentityTest {

    @TempDir
    private Path directory = Path.of("");

    private Path run = Path.of("");

    @BeforeEach
    void train() {
        run = train("run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"seed\" : 1|\"seed\" : 2", "\"cartpole-v1-ppo\"|\"another\"", "\"lag\" : 0|\"lag\" : 1"})
    void rejectsARunWhoseSpecWasEdited(String edit) throws Exception {
        String spec = Files.readString(run.resolve("spec.json"));
        String[] parts = edit.split("\\|", -1);
        assertThat(spec).contains(parts[0]);
        Files.writeString(run.resolve("spec.json"), spec.replace(parts[0], parts[1]));
        String rows = Files.readString(run.resolve("progress.csv"));
        for (Said said : new Said[] {resumed(), evaluated()}) {
            assertThat(said.text())
                    .contains("began with another spec", "restore it (")
                    .doesNotContain("\tat ");
            assertThat(said.status()).isEqualTo(2);
        }
        assertThat(Files.readString(run.resolve("progress.csv"))).isEqualTo(rows);
        Files.writeString(run.resolve("spec.json"), spec);
        assertThat(resumed().status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"seed\": 1}", "\0\0\0"})
    void reportsADamagedSpec(String damaged) throws Exception {
        Files.writeString(run.resolve("spec.json"), damaged);
        for (Said said : new Said[] {resumed(), evaluated()}) {
            assertThat(said.text()).contains("The training spec at " + run.resolve("spec.json") + " is invalid");
            assertThat(said.status()).isEqualTo(2);
        }
    }

    @Test
    void distinguishesUnreadableFromMissingFiles() throws Exception {
        Files.delete(run.resolve("policy.avro"));
        Files.createDirectory(run.resolve("policy.avro"));
        Said policy = evaluated();
        assertThat(policy.text())
                .contains("The policy at " + run.resolve("policy.avro") + " cannot be read (Is a directory)");
        assertThat(policy.status()).isEqualTo(2);
        Files.write(run.resolve("spec.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(evaluated().text()).contains("The training spec at ", "it is not text in UTF-8");
        Files.delete(run.resolve("spec.json"));
        assertThat(evaluated().text()).contains("There is no training spec at ");
    }

    @Test
    void rejectsAPolicyOfAnotherTraining() throws Exception {
        for (String setting :
                new String[] {"network.activation=relu", "normalisation.observations=true", "policyId=another"}) {
            Path other = train("other-" + setting, "--set", setting);
            Files.copy(
                    other.resolve("policy.avro"),
                    run.resolve("theirs.avro"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Said said = Said.of("evaluate", "--episodes", "1", "--run-dir", run.toString(), "--policy", "theirs.avro");
            assertThat(said.text()).as(setting).contains("does not belong to the training spec in " + run);
            assertThat(said.status()).isEqualTo(2);
        }
    }

    /** Flips bytes throughout the file; a byte that does not affect the actions may differ. */
    @Test
    void rejectsAPolicyWithAFlippedByteUnlessItPlaysTheSame() throws Exception {
        byte[] whole = Files.readAllBytes(run.resolve("policy.avro"));
        String played = evaluated().text();
        for (int at = 0; at < whole.length; at += 1 + whole.length / 60) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(run.resolve("policy.avro"), flipped);
            Said said = evaluated();
            assertThat(said.text()).as("byte %d", at).doesNotContain("\tat ", "Exception");
            if (said.status() != 2) {
                assertThat(said.text()).as("byte %d", at).isEqualTo(played);
            }
        }
    }

    private Said resumed() {
        return Said.of("train", "--quiet", "--serial", "--resume", "--run-dir", run.toString());
    }

    private Said evaluated() {
        return Said.of("evaluate", "--episodes", "1", "--run-dir", run.toString());
    }

    private Path train(String name, String... more) {
        Path target = directory.resolve(name);
        List<String> all = new ArrayList<>(List.of("train", "--quiet", "--serial", "--run-dir", target.toString()));
        all.addAll(TrainOptions.SHORT);
        if (!String.join(" ", more).contains("hidden=")) {
            all.addAll(List.of("--set", "hidden=4"));
        }
        all.addAll(List.of(more));
        Said said = Said.of(all.toArray(String[]::new));
        assertThat(said.status()).as(said.text()).isZero();
        return target;
    }
}
