package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.CartPole;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentOption;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExperimentFileTest {

    private static final String GOOD = """
            title: Two lengths
            environment: CartPole-v1
            algorithm: a2c
            totalSteps: 1000
            seeds: [1, 2]
            settings: {optimiser.learningRate: 1e-3}
            variants:
              short: {rollouts.rolloutLength: 5}
              on Pendulum: {environment: Pendulum-v1, rollouts.rolloutLength: 10, totalSteps: 2000}
            stream: short
            """;

    @Test
    void aVariantsSettingsOverrideTheCommonOnesAndTheseThePreset() {
        Experiment experiment = parse(GOOD);
        assertThat(experiment.runs()).hasSize(4);
        Experiment.Run run = experiment.runs().get(3);
        assertThat(run.variant().name()).isEqualTo("on Pendulum");
        assertThat(run.variant().directory()).isEqualTo("on-pendulum");
        assertThat(run.seed()).isEqualTo(2);
        assertThat(run.spec().seed()).isEqualTo(2);
        assertThat(run.spec().environment().id()).isEqualTo("Pendulum-v1");
        assertThat(run.spec().rollouts().rolloutLength()).isEqualTo(10);
        assertThat(run.spec().budget().totalSteps()).isEqualTo(2000);
        assertThat(run.spec().optimiser().learningRate().at(0, 1000)).isEqualTo(1e-3);
        assertThat(experiment.stream().orElseThrow().spec().budget().totalSteps())
                .isEqualTo(1000);
    }

    @Test
    void aVariantMaySetTheOptionsOfAnEnvironment() {
        EnvironmentRegistry registry = EnvironmentRegistry.standard()
                .with(EnvironmentEntry.withOptions(
                        "Shop-v0",
                        List.of(EnvironmentOption.whole("shelves", 3, "Number of shelves.")),
                        options -> new CartPole(),
                        100,
                        OptionalDouble.empty()));
        String shop = GOOD.replace("environment: CartPole-v1", "environment: Shop-v0");
        Experiment experiment = ExperimentFile.parse(
                "test", shop.replace("short: {", "short: {environment.options.shelves: 5, "), registry);
        assertThat(experiment.runs().get(0).spec().environment().options()).containsEntry("shelves", "5");
        assertThatThrownBy(() -> ExperimentFile.parse(
                        "test", shop.replace("short: {", "short: {environment.options.shelfs: 5, "), registry))
                .hasMessageContaining("line 8: variant 'short': environment.options.shelfs is set, but Shop-v0 has no")
                .hasMessageContaining("Did you mean shelves?");
    }

    @Test
    void reportsEveryFaultWithItsLine() {
        assertFault(
                GOOD.replace("title:", "titel:"),
                "test, line 1: there is no key 'titel'; the keys are algorithm, charts");
        assertFault(
                GOOD.replace("{rollouts.rolloutLength: 5}", "{rolloutLenght: 5}"),
                "line 8: There is no setting 'rolloutLenght'; did you mean 'rollouts.rolloutLength'?");
        assertFault(
                GOOD.replace("{rollouts.rolloutLength: 5}", "\n    envronment: CartPole-v1"),
                "line 9: There is no setting 'envronment'; did you mean 'environment'?");
        assertFault(
                "chart:\n  - train/loss\n" + GOOD, "line 1: there is no key 'chart'; the keys are algorithm, charts");
        assertFault(
                GOOD.replace("seeds: [1, 2]\n", ""),
                "test, line 1: there are no seeds; add a line such as 'seeds: [1, 2, 3, 4, 5]'");
        assertFault(GOOD.replace("[1, 2]", "[]"), "test, line 5: there are no seeds; add a line such as");
        assertFault(
                GOOD.replace("on Pendulum:", "Short?:"),
                "line 9: the runs of variant 'Short?' would be kept in 'short', like those of another variant");
        assertFault(GOOD.replace("[1, 2]", "[1, [2]]"), "line 5: this must be a single value");
        assertFault(
                GOOD + "charts: [train/aprox_kl]\n",
                "line 11: there is no metric 'train/aprox_kl'; the metrics are time/");
        assertFault(
                GOOD + "probe: short\n", "line 11: the policies of 'short' cannot gather the batches of 'on Pendulum'");
        assertFault(GOOD.replace("1e-3}", "-1}"), "line 6: variant 'short': optimiser.learningRate", "'on Pendulum'");
        assertFault(GOOD.replace("CartPole-v1\nal", "CartPole-v9\nal"), "line 2: variant 'short'", "CartPole-v9");
        assertFault(GOOD.replace("Pendulum-v1", "Pendulum-v9"), "line 9: variant 'on Pendulum'", "Pendulum-v9");
        assertFault(GOOD.replace("totalSteps: 1000", "totalSteps: 0.5"), "line 4: variant 'short': budget.totalSteps");
        assertFault(
                GOOD.replace("Length: 5", "Length: 0").replace("Length: 10", "Length: -1"),
                "line 8: variant 'short': rollouts.rolloutLength is 0",
                "line 9: variant 'on Pendulum': rollouts.rolloutLength is -1");
        assertFault("title: \u0001\n" + GOOD, "test, line 1: invalid YAML");
        assertFault(GOOD.replace("[1, 2]", "[1, two]"), "line 5: the seed 'two' is not a whole number");
        assertFault(GOOD.replace("Length: 5", "Length: 0"), "line 8: variant 'short': rollouts.rolloutLength is 0");
        assertFault(
                GOOD.replace("stream: short", "stream: shrt"),
                "line 10: there is no variant 'shrt'; did you mean 'short'?");
        assertFault(GOOD.replace("on Pendulum:", "short:"), "line 9: 'short' occurs twice");
        assertFault(GOOD.replace("seeds: [1, 2]", "seeds: [1, 2"), "invalid YAML");
        assertFault("", "test, line 1: there are no seeds", "there are no variants");
    }

    /** A setting applies at every level and under each of its names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "settings: {algorithm: ppo, learningRate: 5e-4}",
                "settings: {update.algorithm: ppo, optimiser.learningRate: 5e-4}",
                "algorithm: ppo;settings: {learningRate: 5e-4}"
            })
    void appliesEverySetting(String common) {
        String text = GOOD.replace("algorithm: a2c\n", "")
                .replace("settings: {optimiser.learningRate: 1e-3}", common.replace(";", "\n"))
                .replace("totalSteps: 1000\n", "")
                .replace("short: {", "short: {budget.totalSteps: 512, hidden: [32, 16], ")
                .replace("{environment:", "{learning_rate: 1e-2, environment.id:")
                .replace("learning_rate", "learningRate");
        Experiment experiment = parse(text);
        TrainingSpec first = experiment.runs().get(0).spec();
        assertThat(first.update().algorithm()).isEqualTo(Algorithm.PPO);
        assertThat(first.budget().totalSteps()).isEqualTo(512);
        assertThat(first.network().hidden()).containsExactly(32, 16);
        assertThat(first.optimiser().learningRate()).isEqualTo(Schedule.constant(5e-4));
        TrainingSpec second = experiment.runs().get(2).spec();
        assertThat(second.environment().id()).isEqualTo("Pendulum-v1");
        assertThat(second.policyId()).isEqualTo("pendulum-v1-ppo");
        assertThat(second.optimiser().learningRate()).isEqualTo(Schedule.constant(1e-2));
    }

    @Test
    void aSettingWithoutEffectIsAFaultWithItsLine() {
        assertFault(
                GOOD.replace("settings: {", "settings: {algorithm: ppo, "),
                "line 6: 'algorithm' sets update.algorithm, which line 3 sets already; leave one of them out.");
        assertFault(
                GOOD.replace("settings: {", "settings: {\n  learningRate: 1,\n  "),
                "line 8: 'optimiser.learningRate' sets optimiser.learningRate, which line 7 sets already");
        assertFault(
                GOOD.replace("short: {", "short: {rolloutLength: 6, "),
                "line 8: 'rollouts.rolloutLength' sets rollouts.rolloutLength, which line 8 sets already");
        assertFault(
                GOOD.replace("short: {", "short: {seed: 3, "),
                "line 8: 'seed' cannot be set in an experiment: list the seeds under 'seeds'.");
        assertFault(GOOD.replace("settings: {", "settings: {policyId: x, "), "line 6: 'policyId' cannot be set");
        assertFault(GOOD.replace("settings: {", "settings: {revision: 1, "), "line 6: 'revision' cannot be set");
        assertFault(GOOD.replace("1e-3}", "{a: 1}}"), "line 6: this must be a single value.");
        assertFault(GOOD.replace("1e-3}", "[[1], 2]}"), "line 6: this must be a single value.");
        assertFault(GOOD.replace("Two lengths", "[a, b]"), "line 1: this must be a single value.");
        assertFault(GOOD.replace("[1, 2]", "[1, 1]"), "line 5: the seed 1 occurs twice.");
        assertFault(GOOD.replace("1e-3}", "1e-300}"), "line 6: variant 'short': optimiser.learningRate is 1.0E-300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "---", "中文"})
    void aVariantsNameMustGiveADirectoryName(String name) {
        assertFault(GOOD.replace("on Pendulum:", "\"" + name + "\":"), "line 9: the runs of variant '" + name + "'");
    }

    @Test
    void rejectsInvalidDirectoryNamesBeforeTraining() {
        assertFault(GOOD.replace("on Pendulum:", "\"" + "x".repeat(300) + "\":"), "line 9: the runs of variant 'xxx");
        assertThatThrownBy(() -> ExperimentFile.parse("..", GOOD, EnvironmentRegistry.standard()))
                .hasMessageContaining("the file's name, '..', is no valid name for the experiment's directory");
    }

    @Test
    void theShippedExperimentsAreValid() throws IOException {
        for (String name : resource("index.txt").lines().toList()) {
            Experiment experiment =
                    ExperimentFile.parse(name, resource(name + ".yaml"), EnvironmentRegistry.standard());
            assertThat(experiment.seeds()).as(name).hasSizeGreaterThanOrEqualTo(5);
            assertThat(experiment.variants().stream()
                            .map(Experiment.Variant::directory)
                            .distinct())
                    .as(name)
                    .hasSameSizeAs(experiment.variants());
        }
    }

    private static void assertFault(String text, String... messages) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContainingAll(messages);
    }

    private static Experiment parse(String text) {
        return ExperimentFile.parse("test", text, EnvironmentRegistry.standard());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                ExperimentFile.class.getResourceAsStream("/dev/streamgrad/experiment/experiments/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
