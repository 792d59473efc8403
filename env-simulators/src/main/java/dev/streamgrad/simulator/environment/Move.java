package dev.streamgrad.simulator.environment;

/** What the player of a MinAtar game can do. The order is that of MinAtar's action ids 0…5. */
enum Move {
    NONE,
    LEFT,
    UP,
    RIGHT,
    DOWN,
    FIRE
}
