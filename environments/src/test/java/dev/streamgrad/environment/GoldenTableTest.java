package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Compares the toy-text environments with Gymnasium's transition tables: states, actions, transitions and probabilities are equal. */
final class GoldenTableTest {

    @Test
    void frozenLakeHasGymnasiumsTable() {
        check("env_frozenlake", "FrozenLake 4x4 slippery", FrozenLake.SLIPPERY);
        check("env_frozenlake", "FrozenLake 4x4 not slippery", FrozenLake.NOT_SLIPPERY);
        check("env_frozenlake", "FrozenLake 8x8 slippery", FrozenLake.SLIPPERY_8X8);
    }

    @Test
    void cliffWalkingHasGymnasiumsTable() {
        check("env_cliffwalking", "CliffWalking", CliffWalking.TABLE);
    }

    @Test
    void taxiHasGymnasiumsTable() {
        check("env_taxi", "Taxi", Taxi.TABLE);
    }

    /**
     * Gymnasium's mask: the walls of the map decide which moves are allowed; the positions of passenger and taxi decide about
     * pickup and dropoff.
     */
    @Test
    void taxiHasGymnasiumsMask() {
        String[] map = {
            "+---------+", "|R: | : :G|", "| : | : : |", "| : : : : |", "| | : | : |", "|Y| : |B: |", "+---------+"
        };
        int[][] stands = {{0, 0}, {0, 4}, {4, 0}, {4, 3}};
        TabularEnvironment taxi = new TabularEnvironment(Taxi.TABLE);
        RandomStream random = new RandomStream(4, Domain.ENVIRONMENT_RESET);
        float[] observation = new float[1];
        byte[] mask = new byte[7];
        int moves = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i % 50 == 0) {
                taxi.reset(random);
            }
            taxi.observe(observation, 0);
            int state = (int) observation[0];
            int row = state / 100;
            int column = state / 20 % 5;
            int passenger = state / 4 % 5;
            boolean[] allowed = {
                row < 4,
                row > 0,
                column < 4 && map[row + 1].charAt(2 * column + 2) == ':',
                column > 0 && map[row + 1].charAt(2 * column) == ':',
                passenger < 4 && row == stands[passenger][0] && column == stands[passenger][1],
                passenger == 4 && Arrays.stream(stands).anyMatch(stand -> row == stand[0] && column == stand[1])
            };
            taxi.mask(mask, 1);
            for (int action = 0; action < 6; action++) {
                assertThat(mask[1 + action] == 1)
                        .as("state %d, action %d", state, action)
                        .isEqualTo(allowed[action]);
            }
            int action = random.nextInt(6);
            StepResult result = new StepResult();
            taxi.step(new float[] {action}, 0, random, result);
            moves += result.reward() > -10 ? 1 : 0;
            if (result.terminated()) {
                taxi.reset(random);
            }
        }
        assertThat(moves).isGreaterThan(10_000);
    }

    /** Frequencies over 60,000 steps. Three standard errors of 1/3 are 0.006. */
    @Test
    void transitionsHaveTheProbabilitiesOfTheTable() {
        TabularEnvironment lake = new TabularEnvironment(FrozenLake.SLIPPERY);
        RandomStream random = new RandomStream(3, Domain.ENVIRONMENT_DYNAMICS);
        StepResult result = new StepResult();
        int[] seen = new int[16];
        float[] observation = new float[1];
        int steps = 60_000;
        for (int i = 0; i < steps; i++) {
            lake.reset(random);
            lake.step(
                    new float[] {2}, 0, random, result); // right, from the corner: down, right, or up against the wall
            lake.observe(observation, 0);
            seen[(int) observation[0]]++;
        }
        for (int state : new int[] {0, 1, 4}) {
            assertThat(seen[state] / (double) steps).isCloseTo(1 / 3.0, within(0.006));
        }
    }

    /** 300 start states are equally probable, all others are impossible. Four standard errors of 1/300 over 60,000 draws are 0.00094. */
    @Test
    void startStatesHaveTheProbabilitiesOfTheTable() {
        TabularEnvironment taxi = new TabularEnvironment(Taxi.TABLE);
        RandomStream random = new RandomStream(4, Domain.ENVIRONMENT_RESET);
        float[] observation = new float[1];
        int[] seen = new int[500];
        for (int i = 0; i < 60_000; i++) {
            taxi.reset(random);
            taxi.observe(observation, 0);
            seen[(int) observation[0]]++;
        }
        for (int state = 0; state < 500; state++) {
            double expected = Taxi.TABLE.start()[state];
            assertThat(seen[state] / 60_000.0).as("state %d", state).isCloseTo(expected, within(expected * 0.28));
        }
    }

    private static void check(String file, String name, TabularEnvironment.Table table) {
        JsonNode golden = null;
        for (JsonNode candidate : Golden.read(file).get("tables")) {
            golden = candidate.get("name").asText().equals(name) ? candidate : golden;
        }
        assertThat(golden).as(name).isNotNull();
        assertThat(table.transitions()).hasNumberOfRows(golden.get("n_states").asInt());
        for (int state = 0; state < table.start().length; state++) {
            JsonNode start = golden.get("initial_state_distribution").path(Integer.toString(state));
            assertThat(table.start()[state]).as("start in %d", state).isEqualTo(start.asDouble(0));
            for (int action = 0; action < golden.get("n_actions").asInt(); action++) {
                checkOutcomes(
                        name + " " + state + "," + action,
                        golden.get("P").get(state).get(action),
                        table.transitions()[state][action]);
            }
        }
    }

    private static void checkOutcomes(String where, JsonNode golden, TabularEnvironment.Transition[] outcomes) {
        assertThat(outcomes).as(where).hasSize(golden.size());
        for (int i = 0; i < outcomes.length; i++) {
            JsonNode expected = golden.get(i);
            assertThat(outcomes[i])
                    .as(where)
                    .isEqualTo(new TabularEnvironment.Transition(
                            expected.get(0).asDouble(),
                            expected.get(1).asInt(),
                            expected.get(2).asDouble(),
                            expected.get(3).asBoolean()));
        }
    }
}
