package dev.streamgrad.contract.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For a value that a setting does not accept, the message names the setting, the value and what the setting accepts. */
class SettingMessagesTest {

    @ParameterizedTest
    @MethodSource("badValues")
    void namesTheSettingTheValueAndWhatItAccepts(String key, String value) {
        Option option = SpecOptions.find(key).orElseThrow();
        assertThat(option.accepts()).isNotBlank();
        List<String> messages = faults(key, value);
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0))
                .startsWith(key + " is ")
                .contains(", but must be " + option.accepts())
                .contains(value.strip().replaceFirst("\\.0$", ""))
                .endsWith(".")
                .doesNotContain("must be .");
    }

    /** Suggestions take time to compute, and no user reads a thousand of them. */
    @Test
    void namesTheFirstUnknownSettingsAndCountsTheOthers() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(SpecJson.write(Examples.spec()));
        for (int i = 0; i < 1_000; i++) {
            tree.put("setting" + i, i);
        }
        assertThatThrownBy(() -> SpecJson.read(tree))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        invalid -> assertThat(invalid.faults())
                                .hasSize(11)
                                .startsWith(UnknownSetting.fault("setting0"))
                                .endsWith("990 more unknown settings are not listed."));
    }

    /** Every byte of a record may cause a fault, and a status with all of them would not fit into its topic. */
    @Test
    void limitsTheNumberAndTheLengthOfFaults() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(SpecJson.write(Examples.spec()));
        ArrayNode hidden = ((ObjectNode) tree.get("network")).putArray("hidden");
        for (int i = 0; i < 1_000_000; i++) {
            hidden.add(-i / 2);
        }
        tree.put("policyId", "x".repeat(1_000_000));
        assertThatThrownBy(() -> SpecJson.read(tree)).isInstanceOfSatisfying(InvalidSpecException.class, invalid -> {
            assertThat(invalid.faults()).hasSizeBetween(2, Faults.MOST).doesNotHaveDuplicates();
            assertThat(invalid.getMessage()).hasSizeLessThan(20_000);
        });
    }

    static Stream<String[]> badValues() {
        return SpecOptions.all().stream()
                .flatMap(option -> bad(option).stream().map(value -> new String[] {option.key(), value}));
    }

    private static List<String> bad(Option option) {
        List<String> values = new ArrayList<>();
        if (option.type() == String.class) {
            return option.key().equals("policyId") ? List.of(" ", "a/b", "x".repeat(129), "größe") : List.of();
        }
        values.addAll(List.of(" ", "?", "{}"));
        if (option.type() == int.class || option.type() == long.class) {
            values.addAll(List.of("0.5", "99999999999999999999", "1,000"));
        }
        option.range().ifPresent(range -> {
            String below = NumberRange.number(range.above() ? range.from() : range.from() - 1);
            String above = NumberRange.number(range.below() ? range.to() : range.to() + 1);
            Stream.of(below, above).filter(end -> !end.contains("Infinity")).forEach(values::add);
        });
        if (option.type() == int[].class) {
            values.remove(" "); // the empty list
        }
        return values;
    }

    private static List<String> faults(String key, String value) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        Faults faults = new Faults();
        SpecOptions.set(tree, key, value, faults);
        if (faults.messages().isEmpty()) {
            try {
                SpecJson.read(tree);
            } catch (InvalidSpecException e) {
                return e.faults();
            }
        }
        return faults.messages();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "totalSteps | 1e4 | 10000",
                "totalSteps | 10_000 | 10000",
                "totalSteps | 10000.0 | 10000",
                "agents | +8 | 8",
                "gamma | .9 | 0.9",
                "gamma | 1 | 1.0",
                "hidden | [64,64] | [64,64]",
                "hidden | [64, 64] | [64,64]",
                "hidden | (64, 64) | [64,64]",
                "hidden | 64 , 64 | [64,64]",
                "hidden | 64x64 | [64,64]",
                "hidden | [] | []",
                "hidden | none | []",
                "orthogonal | False | false",
                "orthogonal | yes | true",
                "activation | ReLU | RELU",
                "maxGradNorm | None | ",
                "learningRate | LINEAR(1e-3) | linear(0.001, 0.0)",
                "learningRate | linear(1e-3, 0, 1e6) | linear(0.001, 0.0, 1000000)"
            })
    void acceptsEveryUnambiguousForm(String key, String written, String value) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        Faults faults = new Faults();
        SpecOptions.set(tree, key, written, faults);
        assertThat(faults.messages()).isEmpty();
        String path = "/" + SpecOptions.find(key).orElseThrow().key().replace('.', '/');
        String read = tree.at(path).isTextual()
                ? tree.at(path).asText()
                : tree.at(path).toString();
        assertThat(read).isEqualTo(value == null ? "" : value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gamma | 0,99 | write the decimal point as a point: 0.99.",
                "totalSteps | 1,000,000 | write it without commas: 1000000.",
                "valueCoefficient | 1,000 | write it without commas: 1000, or 1.000.",
                "totalSteps | 10k | '10k' is not a number.",
                "agents | 1e10 | 1e10 is beyond -2147483648 … 2147483647.",
                "hidden | 64;64 | '64;64' is not a number.",
                "learningRate | linear(1,2,3,4) | write linear(START), linear(START, FLOOR) or",
                "learningRate | linear(1, 0, 0.5) | 0.5 is not a whole number.",
                "actionSpace | 2 | environment.actionSpace is '2', but must be a space, such as Discrete(4)",
                "actionSpace | Discrete(0) | a discrete space needs at least one value, but n is 0.",
                "actionSpace | Dict(2) | there is no space 'Dict'; choose Box, Discrete,",
                "actionSpace | Box(-1, 1, (2,), float64) | a box cannot be of 'float64'; choose float32 (also",
                "actionSpace | {'kind' | it is not JSON."
            })
    void saysWhyAValueIsRejected(String key, String value, String reason) {
        assertThat(faults(key, value)).singleElement().asString().contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr | here it is optimiser.learningRate",
                "n_steps | here it is rollouts.rolloutLength",
                "ent_coef | here it is loss.entropyCoefficient",
                "NET-ARCH | here it is network.hidden",
                "agnts | did you mean 'rollouts.agents'?",
                "rollout_length | did you mean 'rollouts.rolloutLength'?",
                "optimizer.learningRate | did you mean 'optimiser.learningRate'?",
                "rollouts | it is the group of rollouts.agents, rollouts.rolloutLength",
                "frobnicate | There is no setting 'frobnicate'. docs/configuration.md lists all.",
                "ls | There is no setting 'ls'. docs"
            })
    void suggestsOnlySimilarNames(String key, String advice) {
        assertThat(faults(key, "1")).singleElement().asString().contains(advice);
    }

    @Test
    void everyForeignNameMapsToASettingAndIsNotASettingItself() {
        assertThat(ForeignNames.all()).hasSizeGreaterThan(60).allSatisfy((name, own) -> {
            assertThat(SpecOptions.find(own.split("[ ,=]", 2)[0])).as(own).isPresent();
            assertThat(SpecOptions.find(name)).as(name).isEmpty();
        });
    }

    @Test
    void aJsonSpecIsReadByTheSameRulesAsTheCommandLine() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("rollouts").put("agents", 8.0);
        tree.withObjectProperty("budget").put("totalSteps", "1e4");
        TrainingSpec spec = SpecJson.read(tree);
        assertThat(spec.rollouts().agents()).isEqualTo(8);
        assertThat(spec.budget().totalSteps()).isEqualTo(10_000);
        tree.withObjectProperty("rollouts").putArray("agents").add(8);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .hasMessageContaining("rollouts.agents is [8], but must be a whole");
    }

    @Test
    void everyNumberDeclaresThePrecisionInWhichItIsUsed() {
        List<String> usedInFloat64 = List.of(
                "environment.stickyActions", // compared with a random number
                "network.logStdInitial", // added, so that rounding it to 0 is harmless
                "update.targetKl", // compared with a measured value
                "advantage.gamma", // advantages are estimated in float64
                "advantage.lambda",
                "advantage.cBar",
                "budget.targetReturn", // returns are averaged in float64
                "budget.solvedReturn");
        assertThat(SpecOptions.all().stream()
                        .filter(option -> List.of(double.class, Schedule.class, OptionalDouble.class)
                                .contains(option.type()))
                        .filter(option -> !option.range().orElseThrow().single())
                        .map(Option::key))
                .containsExactlyElementsOf(usedInFloat64);
    }
}
