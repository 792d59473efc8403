package dev.streamgrad.simulator.environment;

/** What the player of a MinAtar game can do. */
enum Move {
    NONE,
    LEFT,
    UP,
    RIGHT,
    DOWN,
    FIRE
}
