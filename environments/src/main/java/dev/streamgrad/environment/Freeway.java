package dev.streamgrad.environment;

import java.util.Arrays;

/**
 * Freeway-MinAtar: a chicken crosses eight lanes upwards. The reward is 1 per crossing; then the chicken starts again, and all cars
 * get new directions and speeds. A car that hits the chicken sends it back to the start. The chicken can move every third frame. A
 * car stands still for 1 … 5 frames between two moves of one cell, and leaves the screen on one side to enter it on the other. The
 * game terminates after 2501 frames, which is MinAtar's own limit.
 *
 * <p>Actions: 0 none, 1 up, 2 down. Channels: chicken, car, and five for trails (the cell behind a car), by the 1, 2, 3, 4, 5
 * frames between two moves of the car.
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

    /**
     * Per lane, starting with the second row of the screen: the column of the car, frames until it moves, frames between two moves,
     * whether it moves right.
     */
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

    /** Draws all speeds, then all directions; does not move the cars. */
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
