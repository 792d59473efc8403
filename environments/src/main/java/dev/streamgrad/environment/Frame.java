package dev.streamgrad.environment;

import java.util.Arrays;

/** The observation of a MinAtar game: 10 × 10 × C values of 0 or 1, indexed by row, column and channel, row-major. */
final class Frame {

    private final int channels;
    private float[] values = new float[0];
    private int first;

    /** Creates a frame of C channels. */
    Frame(int channels) {
        this.channels = channels;
    }

    /** The number of values of a frame. */
    int elements() {
        return MinAtarGame.SIZE * MinAtarGame.SIZE * channels;
    }

    /** Starts a new, empty frame in {@code into}, beginning at index {@code at}. Returns this. */
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
