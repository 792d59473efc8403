package dev.streamgrad.contract.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.space.Box;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpecTest {

    @Test
    void isTheSameAfterARoundTripThroughJson() {
        assertThat(SpecJson.read(SpecJson.write(Examples.spec())))
                .usingRecursiveComparison()
                .isEqualTo(Examples.spec());
    }

    @Test
    void aSpecThatIsOlderThanASettingKeepsItsMeaning() {
        ObjectNode old = (ObjectNode) SpecJson.parse(Examples.specJson());
        old.withObjectProperty("network").remove(List.of("filters", "kernel", "stride", "stateDependentExploration"));
        old.withObjectProperty("budget").remove("evaluateEvery");
        assertThat(SpecJson.read(old)).usingRecursiveComparison().isEqualTo(Examples.spec());
        assertThat(old.at("/network").has("filters")).isFalse();
    }

    @Test
    void reportsAllFaultsTogether() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("rollouts").put("agents", 0).put("rolloutLength", 0);
        tree.withObjectProperty("advantage").put("gamma", 1.5);
        tree.withObjectProperty("budget").put("targetReturn", 475);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("rollouts.agents is 0, but must be a whole number, 1 … 65536.")
                .hasMessageContaining("rollouts.rolloutLength is 0")
                .hasMessageContaining("advantage.gamma is 1.5");
    }

    @Test
    void reportsUnknownKeysAndWrongValuesTogether() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("rollouts").put("agens", 8);
        tree.withObjectProperty("update").put("algorithm", "dqn").put("epochs", "many");
        tree.remove("seed");
        assertThatThrownBy(() -> SpecJson.read(tree))
                .hasMessageContaining("There is no setting 'rollouts.agens'; did you mean 'rollouts.agents'?")
                .hasMessageContaining("update.algorithm is \"dqn\", but must be a2c, ppo.")
                .hasMessageContaining("update.epochs is \"many\"")
                .hasMessageContaining("seed is missing");
    }

    @Test
    void aValueInPlaceOfAGroupIsOneFault() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.put("rollouts", 5);
        tree.putArray("network");
        tree.withObjectProperty("update").put("epochs", 0.5);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        invalid -> assertThat(invalid.faults())
                                .containsExactly(
                                        "network is [], but must be an object of settings.",
                                        "rollouts is 5, but must be an object of settings.",
                                        "update.epochs is 0.5, but must be a whole number, 1 … 1000; 0.5 is not a whole number."));
        Faults faults = new Faults();
        SpecOptions.set(tree, "agents", "3", faults);
        assertThat(faults.messages()).hasSize(1);
        assertThatThrownBy(() -> SpecJson.read("[]")).hasMessageContaining("is not a JSON object, but [].");
    }

    @Test
    void setsAnOptionByItsKeyOrItsLastPart() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        Faults faults = new Faults();
        SpecOptions.set(tree, "rollouts.agents", "16", faults);
        SpecOptions.set(tree, "hidden", "32,16", faults);
        SpecOptions.set(tree, "learningRate", "linear(0.01, 0.001, 5000)", faults);
        SpecOptions.set(tree, "maxGradNorm", "none", faults);
        SpecOptions.set(tree, "algorithm", "a2c", faults);
        assertThat(faults.messages()).isEmpty();
        TrainingSpec spec = SpecJson.read(tree);
        assertThat(spec.rollouts().agents()).isEqualTo(16);
        assertThat(spec.network().hidden()).containsExactly(32, 16);
        assertThat(spec.optimiser().learningRate()).isEqualTo(new Schedule(0.01, 0.001, 5000));
        assertThat(spec.optimiser().maxGradNorm()).isEmpty();
        assertThat(spec.update().algorithm()).isEqualTo(Algorithm.A2C);
        SpecOptions.set(tree, "learningrat", "1", faults);
        SpecOptions.set(tree, "epochs", "x", faults);
        assertThat(faults.messages())
                .containsExactly(
                        "There is no setting 'learningrat'; did you mean 'optimiser.learningRate'?"
                                + " docs/configuration.md lists all.",
                        "update.epochs is 'x', but must be a whole number, 1 … 1000; 'x' is not a number.");
    }

    @Test
    void everySettingHasADescriptionAndAUniqueLastPart() {
        Set<String> leaves =
                SpecOptions.all().stream().map(SpecOptions.Option::leaf).collect(Collectors.toSet());
        assertThat(leaves).hasSameSizeAs(SpecOptions.all());
        assertThat(SpecOptions.all())
                .allSatisfy(option -> assertThat(option.description()).endsWith("."));
    }

    @Test
    void aScheduleDecaysToItsFloorAndStaysThere() {
        Schedule schedule = Schedule.parse("linear(1, 0.5, 1000)");
        assertThat(schedule.at(0, 0)).isEqualTo(1);
        assertThat(schedule.at(500, 0)).isEqualTo(0.75);
        assertThat(schedule.at(5000, 0)).isEqualTo(0.5);
        assertThat(Schedule.parse(schedule.written())).isEqualTo(schedule);
        assertThat(Schedule.linear(2).at(50, 200)).isEqualTo(1.5);
        assertThatThrownBy(() -> Schedule.parse("linear(a)")).hasMessageContaining("is not a schedule");
    }

    @Test
    void stateDependentNoiseIsHeldWithinARollout() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("rollouts").put("rolloutLength", 10).put("explorationHold", 4);
        assertThat(SpecJson.read(tree).actionIndex(27)).isEqualTo(27);
        tree.withObjectProperty("network").put("stateDependentExploration", true);
        assertThatThrownBy(() -> SpecJson.read(tree)).hasMessageContaining("but needs continuous actions");
        tree.withObjectProperty("environment")
                .set("actionSpace", SpecJson.tree(Box.of(new float[] {-1}, new float[] {1})));
        TrainingSpec held = SpecJson.read(tree);
        assertThat(LongStream.range(20, 30).map(held::actionIndex))
                .containsExactly(20L, 20L, 20L, 20L, 24L, 24L, 24L, 24L, 28L, 28L);
        tree.withObjectProperty("rollouts").put("explorationHold", 0);
        assertThat(SpecJson.read(tree).actionIndex(29)).isEqualTo(20);
    }

    @Test
    void aDecayWithoutAHorizonNeedsATotal() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("budget").put("totalSteps", 0);
        assertThatThrownBy(() -> SpecJson.read(tree)).hasMessageContaining("give it a horizon");
    }
}
