package dev.streamgrad.environment;

/** A move of the player in a MinAtar game. */
enum Move {
    NONE,
    LEFT,
    UP,
    RIGHT,
    DOWN,
    FIRE
}
