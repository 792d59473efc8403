package dev.streamgrad.environment;

import java.util.Arrays;

/**
 * Asterix-MinAtar: the player moves freely over eight rows. Enemies and gold enter the rows from the sides, at most one per row.
 * The reward is 1 for each gold that the player touches. The game ends when the player touches an enemy. With ramping, enemies and
 * gold spawn and move faster after every 102 frames.
 *
 * <p>Actions: 0 none, 1 left, 2 up, 3 right, 4 down. Channels: player, enemy, trail (the cell behind each enemy and gold), gold.
 */
final class Asterix extends MinAtarGame {

    private static final int PLAYER = 0;
    private static final int ENEMY = 1;
    private static final int TRAIL = 2;
    private static final int GOLD = 3;

    private static final int ROWS = 8;
    private static final int RAMP_FRAMES = 100;

    final Pace pace = new Pace(10, 5, 1);
    private final boolean ramping;
    int playerX;
    int playerY;

    /**
     * Per row, starting with the second row of the screen: whether it holds an object, the column, whether the object moves right,
     * whether it is gold.
     */
    final boolean[] taken = new boolean[ROWS];

    final int[] x = new int[ROWS];
    final boolean[] right = new boolean[ROWS];
    final boolean[] gold = new boolean[ROWS];

    int spawnTimer;
    int moveTimer;
    int rampTimer;

    /** Creates a game, with or without difficulty ramping. */
    Asterix(boolean ramping) {
        super(4, Move.NONE, Move.LEFT, Move.UP, Move.RIGHT, Move.DOWN);
        this.ramping = ramping;
    }

    @Override
    void begin(Draws chance) {
        playerX = 5;
        playerY = 5;
        Arrays.fill(taken, false);
        pace.reset();
        spawnTimer = pace.spawnFrames;
        moveTimer = pace.moveFrames;
        rampTimer = RAMP_FRAMES;
    }

    @Override
    int play(Move move, Draws chance) {
        if (spawnTimer == 0) {
            spawn(chance);
            spawnTimer = pace.spawnFrames;
        }
        switch (move) {
            case LEFT -> playerX = towards(playerX, -1, 0, LAST);
            case RIGHT -> playerX = towards(playerX, 1, 0, LAST);
            case UP -> playerY = towards(playerY, -1, 1, ROWS);
            case DOWN -> playerY = towards(playerY, 1, 1, ROWS);
            default -> {}
        }
        int reward = touch();
        if (moveTimer == 0) {
            moveTimer = pace.moveFrames;
            moveAll();
            reward += touch();
        }
        spawnTimer--;
        moveTimer--;
        if (ramping && !pace.isFastest()) {
            ramp();
        }
        return reward;
    }

    /** Adds an enemy or gold to a free row. Draws direction and kind even if no row is free. */
    private void spawn(Draws chance) {
        boolean goesRight = chance.uniform() < 0.5;
        boolean isGold = chance.uniform() < 1.0 / 3.0;
        int free = 0;
        for (boolean row : taken) {
            free += row ? 0 : 1;
        }
        if (free == 0) {
            return;
        }
        int skip = chance.integer(0, free);
        int row = 0;
        while (taken[row] || skip-- > 0) {
            row++;
        }
        taken[row] = true;
        x[row] = goesRight ? 0 : LAST;
        right[row] = goesRight;
        gold[row] = isGold;
    }

    /** Handles a collision of the player with the object in its row. Returns the reward. */
    private int touch() {
        int row = playerY - 1;
        if (!taken[row] || x[row] != playerX) {
            return 0;
        }
        if (!gold[row]) {
            terminal = true;
            return 0;
        }
        taken[row] = false;
        return 1;
    }

    private void moveAll() {
        for (int row = 0; row < ROWS; row++) {
            x[row] += right[row] ? 1 : -1;
            taken[row] &= x[row] >= 0 && x[row] <= LAST;
        }
    }

    private void ramp() {
        if (rampTimer >= 0) {
            rampTimer--;
        } else {
            pace.quicken();
            rampTimer = RAMP_FRAMES;
        }
    }

    @Override
    void draw(Frame screen) {
        screen.mark(playerY, playerX, PLAYER);
        for (int row = 0; row < ROWS; row++) {
            if (taken[row]) {
                screen.mark(row + 1, x[row], gold[row] ? GOLD : ENEMY);
                screen.markVisible(row + 1, right[row] ? x[row] - 1 : x[row] + 1, TRAIL);
            }
        }
    }
}
