package dev.streamgrad.training.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A spec is resolved from preset, file, options and assignments, in this order; its environment may be one that others act. */
class SpecRequestTest {

    private static final KnownEnvironments HERE = KnownEnvironments.of(EnvironmentRegistry.standard());
    private static final KnownEnvironments ELSEWHERE = KnownEnvironments.ofAll(EnvironmentRegistry.standard());
    private static final String[] SPACES = {
        "environment.observationSpace=Box(-inf, inf, (8,))", "environment.actionSpace=Discrete(4)"
    };

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theSpecOfARunAsAFileGivesTheSameSpecAsJsonAndAsYaml() throws IOException {
        TrainingSpec spec = request("{}", "seed=7", "environment.id=Pendulum-v1", "update.algorithm=a2c", "gamma=0.5")
                .resolve(HERE);
        assertThat(SpecJson.tree(request(SpecJson.write(spec)).resolve(HERE))).isEqualTo(SpecJson.tree(spec));
        String yaml = """
                seed: 7
                environment: {id: Pendulum-v1}
                update:
                  algorithm: a2c
                advantage: {gamma: 0.5}
                """;
        assertThat(SpecJson.tree(request(yaml).resolve(HERE))).isEqualTo(SpecJson.tree(spec));
    }

    @Test
    void anAssignmentReplacesTheFileAndTheFileReplacesThePreset() throws IOException {
        String file =
                "{\"revision\": 3, \"environment\": {\"id\": \"Acrobot-v1\"}, \"rollouts\": {\"agents\": 3, \"rolloutLength\": 9}}";
        TrainingSpec spec = request(file, "agents=4").resolve(HERE);
        assertThat(spec.environment().id()).isEqualTo("Acrobot-v1");
        assertThat(spec.rollouts().agents()).isEqualTo(4);
        assertThat(spec.rollouts().rolloutLength()).isEqualTo(9);
        assertThat(spec.normalisation().observations()).as("Acrobot's preset").isTrue();
        assertThat(spec.revision()).as("a new training starts with revision 0").isZero();
        TrainingSpec other = request(file, "environment.id=CartPole-v1").resolve(HERE);
        assertThat(other.environment().observationSpace()).isInstanceOf(Box.class);
        assertThat(other.advantage().gamma()).as("CartPole's preset").isEqualTo(0.98);
        TrainingSpec a2c = request("{\"update\": {\"algorithm\": \"a2c\"}}", "update.algorithm=ppo")
                .resolve(HERE);
        assertThat(a2c.update().algorithm()).isEqualTo(Algorithm.PPO);
        assertThat(a2c.update().epochs()).as("PPO's preset").isEqualTo(20);
    }

    @Test
    void anEnvironmentThatOnlyOthersKnowNeedsItsSpaces() throws IOException {
        TrainingSpec spec =
                request("{\"environment\": {\"id\": \"Shop-v0\"}}", SPACES).resolve(ELSEWHERE);
        assertThat(spec.environment().id()).isEqualTo("Shop-v0");
        assertThat(spec.policyId()).isEqualTo("shop-v0-ppo");
        assertThat(spec.environment().actionSpace()).isEqualTo(new Discrete(4));
        TrainingSpec masked = request("{\"environment\": {\"id\": \"Shop-v0\", \"actionMasks\": true}}", SPACES)
                .resolve(ELSEWHERE);
        assertThat(masked.environment().maskBytes()).isEqualTo(4);
        assertThatThrownBy(() -> request("{\"environment\": {\"id\": \"Shop-v0\"}}", SPACES[0])
                        .resolve(ELSEWHERE))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(
                        "This process does not know the environment 'Shop-v0'; give environment.actionSpace"
                                + " with --spec or --set");
        assertThatThrownBy(() -> request("{\"environment\": {\"id\": \"Shop-v0\"}}", SPACES)
                        .resolve(HERE))
                .hasMessageContaining("There is no environment 'Shop-v0'.");
    }

    @Test
    void theNameOfAnEnvironmentIsCheckedHoweverItIsGiven() throws IOException {
        for (SpecRequest request : List.of(
                request("{}", "environment.id=CartPole-v2"),
                request("{\"environment\": {\"id\": \"CartPole-v2\"}}"),
                request("{}").with("environment.id", "CartPole-v2"))) {
            assertThatThrownBy(() -> request.resolve(HERE))
                    .hasMessageContaining("There is no environment 'CartPole-v2'. Did you mean CartPole-v1?");
        }
    }

    @Test
    void spacesThatDifferFromThoseOfTheEnvironmentAreRejected() throws IOException {
        assertThatThrownBy(() ->
                        request("{}", "environment.actionSpace=Discrete(3)").resolve(ELSEWHERE))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(
                        "environment.actionSpace is {\"kind\":\"discrete\",\"n\":3}, but CartPole-v1 has {\"kind\":\"discrete\",\"n\":2}");
        assertThat(request("{}", "environment.actionSpace=Discrete(2)")
                        .resolve(HERE)
                        .environment()
                        .actionSpace())
                .isEqualTo(new Discrete(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seed\": 1, \"seed\": 2}", "{\"seed\": ", "a: b: c", "\u0001", "\"", "{1: [}", "!!x y"})
    void aFileThatIsNeitherJsonNorYamlIsNamed(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("spec.yaml"), text);
        assertThatThrownBy(() -> SpecFile.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("The training spec at " + file + " ")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "[]", "null", "text"})
    void aFileWithoutSettingsIsNamed(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("spec.yaml"), text);
        assertThatThrownBy(() -> SpecFile.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds no settings; write them in the format of spec.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rollouts\": 5}",
                "{\"rollouts\": {\"agents\": [1]}}",
                "{\"update\": 5}",
                "{\"environment\": []}",
                "{\"agents\": 5}",
                "{\"advantage\": 1, \"rollouts\": {\"lag\": 1}, \"update\": {\"algorithm\": \"a2c\"}}",
                "{\"environment\": {\"observationSpace\": {\"kind\": \"dict\"}}}"
            })
    void aFileWithWrongSettingsIsRejectedWithTheirNames(String text) throws IOException {
        SpecRequest request = request(text);
        assertThatThrownBy(() -> request.resolve(HERE))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        invalid -> assertThat(invalid.faults())
                                .isNotEmpty()
                                .allSatisfy(fault -> assertThat(fault)
                                        .containsPattern("rollouts|agents|update|environment|advantage")
                                        .endsWith(".")));
    }

    private SpecRequest request(String text, String... assignments) throws IOException {
        ObjectNode file =
                SpecFile.read(Files.writeString(directory.resolve("given"), text.equals("{}") ? "{seed: 1}" : text));
        return new SpecRequest("ppo", "CartPole-v1", file, Map.of(), List.of(assignments));
    }
}
