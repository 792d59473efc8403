package dev.streamgrad.simulator.environment;

import java.util.Arrays;

/**
 * Freeway-MinAtar: a chicken crosses eight lanes upwards; 1 for each crossing, after which it starts again and all cars get new
 * directions and speeds. A car sends it back to the start. It can move every third frame; cars move a cell every 1 … 5 frames and
 * come back on the other side. The game is over after 2501 frames: MinAtar's own limit, which terminates.
 *
 * <p>Actions: 0 none, 1 up, 2 down. Channels: chicken, car, and the trail (the cell behind a car) of those that move every
 * 1, 2, 3, 4, 5 frames.
 */
final class Freeway extends MinAtarGame {

    private static final int CHICKEN = 0;
    private static final int CAR = 1;

    private static final int LANES = 8;
    private static final int COLUMN = 4;
    private static final int MOVE_FRAMES = 3;
    private static final int FRAMES = 2500;
    private static final int SLOWEST = 5;

    int chicken;
    int moveTimer;
    int framesLeft;

    /** By lane, from the second row of the screen on: where the car is, frames until it moves, frames per move. */
    final int[] x = new int[LANES];

    final int[] timer = new int[LANES];
    final int[] frames = new int[LANES];
    final boolean[] right = new boolean[LANES];

    Freeway() {
        super(7, Move.NONE, Move.UP, Move.DOWN);
    }

    @Override
    void begin(Draws chance) {
        drawCars(chance);
        Arrays.fill(x, 0);
        chicken = LAST;
        moveTimer = MOVE_FRAMES;
        framesLeft = FRAMES;
    }

    @Override
    int play(Move move, Draws chance) {
        if (moveTimer == 0 && (move == Move.UP || move == Move.DOWN)) {
            moveTimer = MOVE_FRAMES;
            chicken = towards(chicken, move == Move.UP ? -1 : 1, 0, LAST);
        }
        int reward = 0;
        if (chicken == 0) {
            reward = 1;
            drawCars(chance);
            chicken = LAST;
        }
        for (int lane = 0; lane < LANES; lane++) {
            drive(lane);
        }
        moveTimer = Math.max(moveTimer - 1, 0);
        framesLeft--;
        terminal = framesLeft < 0;
        return reward;
    }

    /** All speeds are drawn, then all directions; the cars stay where they are. */
    private void drawCars(Draws chance) {
        for (int lane = 0; lane < LANES; lane++) {
            frames[lane] = chance.integer(1, SLOWEST + 1);
            timer[lane] = frames[lane];
        }
        for (int lane = 0; lane < LANES; lane++) {
            right[lane] = chance.uniform() > 0.5;
        }
    }

    private void drive(int lane) {
        hit(lane);
        if (timer[lane] > 0) {
            timer[lane]--;
            return;
        }
        timer[lane] = frames[lane];
        x[lane] = wrap(right[lane] ? x[lane] + 1 : x[lane] - 1);
        hit(lane);
    }

    private void hit(int lane) {
        if (x[lane] == COLUMN && lane + 1 == chicken) {
            chicken = LAST;
        }
    }

    private static int wrap(int column) {
        return Math.floorMod(column, SIZE);
    }

    @Override
    void draw(Frame screen) {
        screen.mark(chicken, COLUMN, CHICKEN);
        for (int lane = 0; lane < LANES; lane++) {
            screen.mark(lane + 1, x[lane], CAR);
            screen.mark(lane + 1, wrap(right[lane] ? x[lane] - 1 : x[lane] + 1), CAR + frames[lane]);
        }
    }
}
