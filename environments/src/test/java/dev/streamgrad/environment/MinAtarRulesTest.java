package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that the 300 golden frames do not reach: difficulty ramping, cleared waves, a full crew. */
final class MinAtarRulesTest {

    private final StreamDraws draws = new StreamDraws().from(new RandomStream(1, Domain.ENVIRONMENT_DYNAMICS));

    @Test
    void asterixRampsEvery102Frames() {
        Asterix game = new Asterix(true);
        game.begin(draws);
        List<String> paces = new ArrayList<>();
        for (int frame = 1; frame <= 102 * 20; frame++) {
            String before = pace(game.pace);
            game.play(Move.NONE, draws);
            if (!pace(game.pace).equals(before)) {
                assertThat(frame % 102).isZero();
                paces.add(pace(game.pace));
            }
        }
        assertThat(paces).containsExactly("9/5", "8/4", "7/4", "6/3", "5/3", "4/2", "3/2", "2/1", "1/1");
        assertThat(game.pace.ramps).isEqualTo(9);
        game.begin(draws);
        assertThat(pace(game.pace)).isEqualTo("10/5");
    }

    @Test
    void seaquestRampsWithEachSurfacing() {
        Seaquest game = new Seaquest(true);
        game.begin(draws);
        List<String> paces = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            surface(game, 2);
            paces.add(pace(game.pace));
        }
        assertThat(paces)
                .startsWith("19/5", "18/4", "17/4", "16/3", "15/3", "14/2", "13/2")
                .endsWith("1/2");
        assertThat(game.pace.ramps).isEqualTo(19);
        assertThat(game.divers).isEqualTo(1);
    }

    @Test
    void spaceInvadersRampsWithEachWave() {
        assertThat(moveFramesAfterWaves(new SpaceInvaders(true), 8)).containsExactly(11, 10, 9, 8, 7, 6, 6, 6);
    }

    @Test
    void withoutRampingThePaceStaysTheSame() {
        Asterix asterix = new Asterix(false);
        asterix.begin(draws);
        for (int frame = 0; frame < 1000; frame++) {
            asterix.play(Move.NONE, draws);
        }
        assertThat(pace(asterix.pace)).isEqualTo("10/5");
        Seaquest seaquest = new Seaquest(false);
        seaquest.begin(draws);
        surface(seaquest, 2);
        surface(seaquest, 2);
        assertThat(pace(seaquest.pace)).isEqualTo("20/5");
        assertThat(moveFramesAfterWaves(new SpaceInvaders(false), 3)).containsExactly(12, 12, 12);
    }

    @Test
    void surfacingWithAFullCrewRewardsTheOxygenLeftAndSubtractsOneDiverTooMany() {
        Seaquest game = new Seaquest(false);
        game.begin(draws);
        game.oxygen = 119;
        assertThat(surface(game, 6)).isEqualTo(5);
        assertThat(game.oxygen).isEqualTo(200);
        assertThat(game.divers).isEqualTo(-1);
        float[] screen = new float[1000];
        game.observe(screen, 0);
        for (int column = 0; column < 10; column++) {
            assertThat(screen[(90 + column) * 10 + 8]).as("gauge of divers").isZero();
        }
        assertThat(surface(game, game.divers)).isZero();
        assertThat(game.terminal).as("game over with −1 divers on board").isFalse();
        assertThat(surface(game, 0)).isZero();
        assertThat(game.terminal).as("game over with no diver on board").isTrue();
    }

    @Test
    void breakoutLaysNewBricksWhenTheBallReachesTheBottom() {
        Breakout game = new Breakout();
        game.begin(draws);
        game.bricks.clear();
        int frames = 0;
        while (game.bricks.count() == 0) {
            assertThat(game.terminal).isFalse();
            game.play(Move.NONE, draws);
            frames++;
        }
        assertThat(frames).as("from row 3 down to row 9").isEqualTo(6);
        assertThat(game.bricks.count()).isEqualTo(30);
    }

    @Test
    void freewayEndsByItselfAfter2501Frames() {
        Freeway game = new Freeway();
        RandomStream random = new RandomStream(2, Domain.ENVIRONMENT_DYNAMICS);
        StepResult result = new StepResult();
        game.reset(random);
        int frames = 0;
        do {
            game.step(new float[1], 0, random, result);
            frames++;
        } while (!result.ended());
        assertThat(frames).isEqualTo(2501);
        assertThat(result.terminated()).isTrue();
        assertThat(result.truncated()).isFalse();
    }

    /** Surfaces with this number of divers and without enemies nearby. Returns the reward. */
    private int surface(Seaquest game, int divers) {
        game.fish.clear();
        game.submarines.clear();
        game.enemyBullets.clear();
        game.swimmers.clear();
        game.atSurface = false;
        game.y = 0;
        game.divers = divers;
        game.enemySpawnTimer = 5;
        game.diverSpawnTimer = 5;
        return game.play(Move.NONE, draws);
    }

    /** Clears waves; a bullet from the cell below hits the last alien of each. Returns the move frames after each wave. */
    private List<Integer> moveFramesAfterWaves(SpaceInvaders game, int waves) {
        game.begin(draws);
        List<Integer> frames = new ArrayList<>();
        for (int wave = 0; wave < waves; wave++) {
            game.aliens.clear();
            game.aliens.add(3, 5);
            game.ownBullets.clear();
            game.ownBullets.add(4, 5);
            game.alienMoveTimer = 5;
            assertThat(game.play(Move.NONE, draws)).isEqualTo(1);
            assertThat(game.aliens.count()).isEqualTo(24);
            frames.add(game.alienMoveFrames);
        }
        return frames;
    }

    private static String pace(Pace pace) {
        return pace.spawnFrames + "/" + pace.moveFrames;
    }
}
