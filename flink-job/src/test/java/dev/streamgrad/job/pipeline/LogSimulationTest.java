package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the invariants of contract, loop and recovery over a seeded log with crashes, duplicates, losses and reordering. */
class LogSimulationTest {

    private static final int SEEDS = 60;

    @ParameterizedTest(name = "lag {0}")
    @ValueSource(ints = {0, 1, 2})
    void everyTrainingEndsWithTheUndisturbedHashes(int lag) throws Exception {
        SmallTraining undisturbed = SmallTraining.run(SmallTraining.spec("cartpole", lag));
        int disturbances = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            LogSimulation simulation = new LogSimulation(undisturbed, 1 + seed % 3, 1 + seed % 2, seed);
            simulation.run();
            disturbances += simulation.disturbances;
        }
        assertThat(disturbances).isGreaterThan(5 * SEEDS);
    }
}
