package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Compares each game with MinAtar's over 300 frames, with the draws that MinAtar made. State, screen, reward and end are equal
 * after every frame, and so are number, kind, range and order of the draws.
 */
final class GoldenMinAtarTest {

    /** The moves by MinAtar's action id: its n, l, u, r, d and f. */
    private static final List<Move> MOVES = List.of(Move.NONE, Move.LEFT, Move.UP, Move.RIGHT, Move.DOWN, Move.FIRE);

    @Test
    void breakoutPlaysAsInMinAtar() {
        Breakout game = new Breakout();
        check("minatar_breakout", game, () -> MinAtarState.of(game));
    }

    @Test
    void asterixPlaysAsInMinAtar() {
        Asterix game = new Asterix(false);
        check("minatar_asterix", game, () -> MinAtarState.of(game));
    }

    @Test
    void freewayPlaysAsInMinAtar() {
        Freeway game = new Freeway();
        check("minatar_freeway", game, () -> MinAtarState.of(game));
    }

    @Test
    void spaceInvadersPlaysAsInMinAtar() {
        SpaceInvaders game = new SpaceInvaders(false);
        check("minatar_space_invaders", game, () -> MinAtarState.of(game));
    }

    @Test
    void seaquestPlaysAsInMinAtar() {
        Seaquest game = new Seaquest(false);
        check("minatar_seaquest", game, () -> MinAtarState.of(game));
    }

    private static void check(String file, MinAtarGame game, Supplier<ObjectNode> state) {
        JsonNode golden = Golden.read(file);
        checkSpaces(file, game, golden);
        RecordedDraws draws = new RecordedDraws();
        int frames = 0;
        int total = 0;
        for (JsonNode episode : golden.get("episodes")) {
            draws.record(episode.get("reset_draws"));
            game.terminal = false;
            game.begin(draws);
            ObjectNode expected = episode.get("reset_state").deepCopy();
            float[] screen = new float[game.observationSpace().elements()];
            episode.get("reset_obs").forEach(cell -> screen[cell.asInt()] = 1f);
            checkFrame(file + " at a reset", game, state.get(), expected, screen);
            for (JsonNode step : episode.get("steps")) {
                String where = file + " frame " + frames++;
                draws.record(step.path("d"));
                int reward = game.play(MOVES.get(step.get("a").asInt()), draws);
                assertThat(draws.isEmpty()).as("all draws made, %s", where).isTrue();
                assertThat(reward)
                        .as("reward, %s", where)
                        .isEqualTo(step.get("r").asInt());
                assertThat(game.terminal)
                        .as("end, %s", where)
                        .isEqualTo(step.get("t").asBoolean());
                expected.setAll((ObjectNode) step.get("s"));
                step.get("o").get(0).forEach(cell -> screen[cell.asInt()] = 1f);
                step.get("o").get(1).forEach(cell -> screen[cell.asInt()] = 0f);
                checkFrame(where, game, state.get(), expected, screen);
                total += reward;
            }
        }
        assertThat(frames).isEqualTo(300);
        assertThat(total).isEqualTo(golden.get("total_reward").asInt());
    }

    private static void checkSpaces(String file, MinAtarGame game, JsonNode golden) {
        int channels = golden.get("channels").size();
        assertThat(game.observationSpace().shape()).as(file).containsExactly(10, 10, channels);
        List<Move> moves = new ArrayList<>();
        golden.get("minimal_action_set").forEach(id -> moves.add(MOVES.get(id.asInt())));
        assertThat(game.moves()).as("minimal action set, %s", file).isEqualTo(moves);
        assertThat(game.actionSpace().n()).as(file).isEqualTo(moves.size());
    }

    private static void checkFrame(
            String where, MinAtarGame game, ObjectNode state, ObjectNode expected, float[] screen) {
        assertThat(state).as("state, %s", where).isEqualTo(expected);
        float[] seen = new float[screen.length + 2];
        seen[0] = seen[1] = seen[screen.length] =
                seen[screen.length + 1] = 7f; // the outer two must stay, the inner ones must be overwritten
        game.observe(seen, 1);
        assertThat(seen[0]).isEqualTo(7f);
        assertThat(seen[screen.length + 1]).isEqualTo(7f);
        assertThat(Arrays.copyOfRange(seen, 1, screen.length + 1))
                .as("screen, %s", where)
                .isEqualTo(screen);
    }
}
