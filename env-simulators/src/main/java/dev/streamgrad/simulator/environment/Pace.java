package dev.streamgrad.simulator.environment;

/**
 * How often enemies come and move in a MinAtar game that ramps up: each ramp takes a frame off the spawns, and every second one takes a
 * frame off the moves.
 */
final class Pace {

    private final int slowestSpawn;
    private final int slowestMove;
    private final int fastestMove;

    /** Frames between spawns, and between moves, as a timer counts them. */
    int spawnFrames;

    int moveFrames;

    /** How many ramps there were. */
    int ramps;

    /** From these frames between spawns and moves, to 1 between spawns and {@code fastestMove} between moves. */
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

    /** Ramps, unless it is as fast as it gets. */
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
