package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.actor.Evaluation;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multi-discrete, multi-binary and masked actions: they are learned, and training through Kafka and Flink has the same result. */
class ActionSpacesTest {

    private static final EnvironmentRegistry REGISTRY = EnvironmentRegistry.standard()
            .with(CodeLock.entry("Several-v0", new MultiDiscrete(new int[] {3, 4})))
            .with(CodeLock.entry("Switches-v0", new MultiBinary(4)))
            .with(CodeLock.entry("One-v0", new Discrete(5)));

    @TempDir
    Path directory = Path.of("");

    /** Per episode of eight steps, two right elements earn 16, four earn 32, one earns 8. With masks, no step ever costs a penalty. */
    @ParameterizedTest(name = "{0}, masks {1}")
    @CsvSource({"Several-v0,false,16", "Several-v0,true,16", "Switches-v0,false,32", "One-v0,false,8", "One-v0,true,8"})
    void learnsTheCode(String environment, boolean masks, double best) {
        TrainingSpec spec = spec(environment, 30, "actionMasks=" + masks);
        Runs runs = Runs.serial(spec, REGISTRY);
        assertThat(runs.metrics)
                .allSatisfy(metrics -> assertThat(metrics.values().get("train/first_ratio_deviation"))
                        .isLessThan(1e-5));
        if (masks) {
            assertThat(runs.episodes)
                    .isNotEmpty()
                    .allSatisfy(episode -> assertThat(episode.episodeReturn()).isNotNegative());
        }
        assertThat(played(spec, runs, 0, false)).isLessThan(0.8 * best);
        assertThat(played(spec, runs, 30, true)).isGreaterThan(0.95 * best);
    }

    @ParameterizedTest
    @CsvSource({"Several-v0,true", "Switches-v0,false"})
    void anEmbeddedTrainingHasTheHashesOfTheSerialOne(String environment, boolean masks) throws Exception {
        TrainingSpec spec = spec(environment, 6, "actionMasks=" + masks);
        Runs embedded = Runs.embedded(spec, REGISTRY, directory.resolve("run"), 2, 2, 2);
        assertThat(embedded.hashes())
                .hasSize(7)
                .isEqualTo(Runs.serial(spec, REGISTRY).hashes());
    }

    @Test
    void rejectsMasksThatTheEnvironmentDoesNotProvide() {
        assertThatThrownBy(() -> spec("Switches-v0", 1, "actionMasks=true"))
                .hasMessageContaining("environment.actionMasks is true, but masks need discrete actions")
                .hasMessageContaining("Switches-v0 has no action masks");
    }

    private static double played(TrainingSpec spec, Runs runs, long version, boolean greedy) {
        return Evaluation.run(REGISTRY, spec, Objects.requireNonNull(runs.policies.get(version)), 50, greedy, 1)
                .mean();
    }

    private static TrainingSpec spec(String environment, int updates, String setting) {
        List<String> settings = List.of(
                "agents=8",
                "rolloutLength=64",
                "minibatchSize=64",
                "epochs=4",
                "hidden=32",
                "learningRate=0.005",
                "totalSteps=" + 8 * 64 * updates,
                setting);
        return new SpecRequest("ppo", environment, Map.of(), settings).resolve(REGISTRY);
    }
}
