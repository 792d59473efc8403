package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layout of a run does not affect its result: compares a real broker and mini cluster with the serial trainer. */
class SameHashTest {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest(name = "lag {0}, {1} simulators, {2} partitions, parallelism {3}")
    @CsvSource({"0,1,1,1", "0,3,4,2", "1,1,4,1", "1,3,1,2", "2,2,4,2"})
    void equalsTheSerialTrainersInEveryLayout(int lag, int simulators, int partitions, int parallelism)
            throws Exception {
        var spec = Runs.spec("rollouts.lag=" + lag);
        Runs serial = Runs.serial(spec);
        Runs embedded = Runs.embedded(spec, directory.resolve("run"), simulators, partitions, parallelism);
        assertThat(serial.hashes()).hasSize(Runs.UPDATES + 1);
        assertThat(embedded.hashes()).isEqualTo(serial.hashes());
    }

    @Test
    void isReproducibleAndDependsOnSeedAndLag() {
        assertThat(Runs.serial(Runs.spec()).hashes())
                .isEqualTo(Runs.serial(Runs.spec()).hashes());
        assertThat(Runs.serial(Runs.spec("seed=2")).hashes())
                .isNotEqualTo(Runs.serial(Runs.spec()).hashes());
        assertThat(Runs.serial(Runs.spec("rollouts.lag=1")).hashes())
                .isNotEqualTo(Runs.serial(Runs.spec()).hashes());
    }

    /** From an update after every transition to rollouts over many episodes, by settings alone. */
    @ParameterizedTest(name = "one agent, rollouts of {0}")
    @CsvSource({"1,40", "2,40", "32,10", "512,3"})
    void equalsTheSerialTrainersFromSingleStepsToRolloutsOverManyEpisodes(int length, int updates) throws Exception {
        var spec = Runs.spec(
                "update.algorithm=a2c",
                "rollouts.agents=1",
                "rollouts.rolloutLength=" + length,
                "update.epochs=1",
                "update.minibatchSize=0",
                "budget.totalSteps=" + length * updates);
        Runs serial = Runs.serial(spec);
        Runs embedded = Runs.embedded(spec, directory.resolve("run"), 1, 1, 1);
        assertThat(embedded.hashes()).hasSize(updates + 1).isEqualTo(serial.hashes());
        assertThat(embedded.hashes()).doesNotHaveDuplicates();
        if (length == 512) {
            assertThat(embedded.episodes.size())
                    .as("episodes in three rollouts")
                    .isGreaterThan(3 * 2);
        }
    }
}
