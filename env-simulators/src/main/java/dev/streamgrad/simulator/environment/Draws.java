package dev.streamgrad.simulator.environment;

/** The chance that a MinAtar game asks for, in its order: from a random stream, or as it was recorded. */
interface Draws {

    /** A uniform number in (0, 1). */
    double uniform();

    /** An integer in [low, high), each equally probable. */
    int integer(int low, int high);
}
