package dev.streamgrad.environment;

/** The random draws of a MinAtar game. Implementations draw from a random stream or replay recorded draws. */
interface Draws {

    /** A uniform number in (0, 1). */
    double uniform();

    /** An integer in [low, high), each equally probable. */
    int integer(int low, int high);
}
