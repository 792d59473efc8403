package dev.streamgrad.environment;

/**
 * How often enemies spawn and move in a MinAtar game with difficulty ramping. Each ramp shortens the time between spawns by one
 * frame; every second ramp also shortens the time between moves by one frame.
 */
final class Pace {

    private final int slowestSpawn;
    private final int slowestMove;
    private final int fastestMove;

    /** Frames between spawns, and between moves: the start values of the timers. */
    int spawnFrames;

    int moveFrames;

    /** The number of ramps so far. */
    int ramps;

    /** Starts at these frames between spawns and moves. Ramps down to 1 frame between spawns and {@code fastestMove} between moves. */
    Pace(int spawnFrames, int moveFrames, int fastestMove) {
        slowestSpawn = spawnFrames;
        slowestMove = moveFrames;
        this.fastestMove = fastestMove;
        reset();
    }

    void reset() {
        spawnFrames = slowestSpawn;
        moveFrames = slowestMove;
        ramps = 0;
    }

    boolean isFastest() {
        return spawnFrames == 1 && moveFrames == fastestMove;
    }

    /** Ramps once, unless the pace is the fastest already. */
    void quicken() {
        if (isFastest()) {
            return;
        }
        if (ramps % 2 == 1) {
            moveFrames = Math.max(moveFrames - 1, fastestMove);
        }
        spawnFrames = Math.max(spawnFrames - 1, 1);
        ramps++;
    }
}
