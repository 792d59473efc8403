package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays many random steps of the registered games, with sticky actions, and with difficulty ramping in the games that have it. */
final class MinAtarPlayTest {

    private static final int STEPS = 50_000;

    private final RandomStream resets = new RandomStream(11, Domain.ENVIRONMENT_RESET);
    private final RandomStream dynamics = new RandomStream(11, Domain.ENVIRONMENT_DYNAMICS);
    private final RandomStream choices = new RandomStream(11, Domain.ACTION);
    private final StepResult result = new StepResult();
    private final float[] action = new float[1];

    /** An episode of random actions ends within a few hundred frames; Freeway's ends after 2501. Rewards are 0 … 10. */
    @ParameterizedTest
    @CsvSource({
        "Breakout-MinAtar, 3, 4, false",
        "Asterix-MinAtar, 5, 4, true",
        "Freeway-MinAtar, 3, 7, false",
        "SpaceInvaders-MinAtar, 4, 6, true",
        "Seaquest-MinAtar, 6, 10, true"
    })
    void staysInItsSpaces(String id, int actions, int channels, boolean ramping) {
        Environment game = create(id, ramping);
        assertThat(game.actionSpace()).isEqualTo(new Discrete(actions));
        Box space = (Box) game.observationSpace();
        assertThat(space.dtype()).isEqualTo(DType.UINT8);
        assertThat(space.shape()).containsExactly(10, 10, channels);
        float[] screen = new float[space.elements()];
        int episodes = 0;
        double total = 0;
        game.reset(resets.at(0, 0));
        for (int step = 0; step < STEPS; step++) {
            play(game, step, actions);
            game.observe(screen, 0);
            int strange = 0;
            for (float cell : screen) {
                strange += cell == 0f || cell == 1f ? 0 : 1;
            }
            assertThat(strange).as("cells that are neither 0 nor 1").isZero();
            assertThat(result.reward()).isBetween(0.0, 10.0);
            total += result.reward();
            if (result.ended()) {
                game.reset(resets.at(0, ++episodes));
            }
        }
        assertThat(episodes).isGreaterThanOrEqualTo(STEPS / 2501);
        assertThat(total).isPositive();
    }

    /** From the same reset, an instance that played before and a new one play the same episode: no state survives an episode. */
    @ParameterizedTest
    @CsvSource({
        "Breakout-MinAtar, false",
        "Asterix-MinAtar, true",
        "Freeway-MinAtar, false",
        "SpaceInvaders-MinAtar, true",
        "Seaquest-MinAtar, true"
    })
    void everyEpisodeCanBeReplayed(String id, boolean ramping) {
        Environment used = create(id, ramping);
        int actions = ((Discrete) used.actionSpace()).n();
        int step = 0;
        for (int episode = 0; episode < 10; episode++) {
            List<Long> seen = episode(used, episode, step, actions);
            assertThat(episode(create(id, ramping), episode, step, actions)).isEqualTo(seen);
            step += seen.size();
        }
    }

    /** Plays an episode whose first step is number {@code step} of all steps. Returns a hash of screen and reward per step. */
    private List<Long> episode(Environment game, int episode, int step, int actions) {
        List<Long> seen = new ArrayList<>();
        float[] screen = new float[game.observationSpace().elements()];
        game.reset(resets.at(0, episode));
        do {
            play(game, step + seen.size(), actions);
            game.observe(screen, 0);
            seen.add(100L * Arrays.hashCode(screen) + (long) result.reward());
        } while (!result.ended());
        return seen;
    }

    private Environment create(String id, boolean ramping) {
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        EnvironmentEntry entry = registry.entry(id);
        return registry.create(new EnvironmentSpec(
                id,
                entry.observationSpace(),
                entry.actionSpace(),
                ActionTransform.CLIP,
                0,
                false,
                0.25,
                ramping,
                Map.of()));
    }

    private void play(Environment game, int step, int actions) {
        action[0] = choices.at(0, step).nextInt(actions);
        game.step(action, 0, dynamics.at(0, step), result);
    }
}
