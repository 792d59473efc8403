package dev.streamgrad.simulator.environment;

import java.util.Arrays;

/** The 10 × 10 × C observation that a MinAtar game is drawn into: row, column, channel, row-major, each 0 or 1. */
final class Frame {

    private final int channels;
    private float[] values = new float[0];
    private int first;

    /** Of C channels. */
    Frame(int channels) {
        this.channels = channels;
    }

    /** How many values a frame has. */
    int elements() {
        return MinAtarGame.SIZE * MinAtarGame.SIZE * channels;
    }

    /** This frame, empty, in the values from index {@code at} on. */
    Frame begin(float[] into, int at) {
        values = into;
        first = at;
        Arrays.fill(into, at, at + elements(), 0f);
        return this;
    }

    /** Sets one cell to 1. */
    void mark(int row, int column, int channel) {
        values[first + (row * MinAtarGame.SIZE + column) * channels + channel] = 1f;
    }

    /** Sets one cell to 1, unless its column is off the screen. */
    void markVisible(int row, int column, int channel) {
        if (column >= 0 && column < MinAtarGame.SIZE) {
            mark(row, column, channel);
        }
    }
}
