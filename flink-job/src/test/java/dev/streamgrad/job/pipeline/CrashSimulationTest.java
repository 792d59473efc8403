package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machine crashes remove the newest records and checkpoints: the training still ends with the hashes of an undisturbed one. */
class CrashSimulationTest {

    private static final int SEEDS = 6;

    @ParameterizedTest(name = "lag {0}")
    @ValueSource(ints = {0, 1, 2})
    void everyTrainingEndsWithTheUndisturbedHashes(int lag) throws Exception {
        SmallTraining undisturbed = SmallTraining.run(longer(SmallTraining.spec("cartpole", lag)));
        int crashes = 0;
        int fromScratch = 0;
        int waits = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            CrashSimulation simulation = new CrashSimulation(undisturbed, 1 + seed % 3, 1 + seed % 2, seed);
            simulation.run();
            crashes += simulation.crashes;
            fromScratch += simulation.fromScratch;
            waits += simulation.waits;
        }
        assertThat(crashes).isGreaterThan(3 * SEEDS);
        assertThat(fromScratch).as("starts from the beginning of the log").isBetween(1, crashes - 1);
        assertThat(waits)
                .as("agents that had to wait for the learner to publish again")
                .isPositive();
    }

    private static TrainingSpec longer(TrainingSpec spec) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(spec);
        Faults faults = new Faults();
        SpecOptions.set(
                tree, "budget.totalSteps", Long.toString(2 * spec.budget().totalSteps()), faults);
        faults.throwIfAny();
        return SpecJson.read(tree);
    }
}
