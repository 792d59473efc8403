package dev.streamgrad.environment;

import dev.streamgrad.contract.space.Box;

/** Bounds of states and actions. */
final class Bounds {

    private Bounds() {}

    /** Limits {@code value} to [low, high]. */
    static double clip(double value, double low, double high) {
        return Math.min(Math.max(value, low), high);
    }

    /** The box [−high, high]. */
    static Box symmetric(float... high) {
        float[] low = new float[high.length];
        for (int i = 0; i < high.length; i++) {
            low[i] = -high[i];
        }
        return Box.of(low, high);
    }

    /** Converts a discrete action to an integer; rejects a value that is not one of 0…n−1. */
    static int choice(float action, int n) {
        int choice = (int) action;
        if (choice != action || choice < 0 || choice >= n) {
            throw new IllegalArgumentException("The action is " + action + ", but must be one of 0 … " + (n - 1) + ".");
        }
        return choice;
    }
}
