package dev.streamgrad.simulator.environment;

import java.util.Arrays;

/** Things of one kind that move along the rows of a MinAtar game, the oldest first. It grows as needed and never shrinks. */
final class Movers {

    private static final int ROOM = 16;

    int[] x = new int[ROOM];
    int[] y = new int[ROOM];
    boolean[] right = new boolean[ROOM];

    /** Frames until it moves, where it does not move in each. */
    int[] moveTimer = new int[ROOM];

    /** Frames until it shoots, where it does. */
    int[] shotTimer = new int[ROOM];

    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Adds one, as the youngest, that moves in every frame. */
    void add(int atX, int atY, boolean goesRight) {
        add(atX, atY, goesRight, 0, 0);
    }

    /** Adds one, as the youngest. */
    void add(int atX, int atY, boolean goesRight, int framesToMove, int framesToShot) {
        if (size == x.length) {
            grow();
        }
        x[size] = atX;
        y[size] = atY;
        right[size] = goesRight;
        moveTimer[size] = framesToMove;
        shotTimer[size] = framesToShot;
        size++;
    }

    private void grow() {
        int room = 2 * size;
        x = Arrays.copyOf(x, room);
        y = Arrays.copyOf(y, room);
        right = Arrays.copyOf(right, room);
        moveTimer = Arrays.copyOf(moveTimer, room);
        shotTimer = Arrays.copyOf(shotTimer, room);
    }

    /** Takes the i-th out; the younger ones move up. */
    void remove(int i) {
        size--;
        int younger = size - i;
        System.arraycopy(x, i + 1, x, i, younger);
        System.arraycopy(y, i + 1, y, i, younger);
        System.arraycopy(right, i + 1, right, i, younger);
        System.arraycopy(moveTimer, i + 1, moveTimer, i, younger);
        System.arraycopy(shotTimer, i + 1, shotTimer, i, younger);
    }

    boolean isAt(int i, int column, int row) {
        return x[i] == column && y[i] == row;
    }

    /** The oldest in this cell, or −1. */
    int firstAt(int column, int row) {
        for (int i = 0; i < size; i++) {
            if (isAt(i, column, row)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether one in this row goes against {@code goesRight}. */
    boolean hasOncoming(int row, boolean goesRight) {
        for (int i = 0; i < size; i++) {
            if (y[i] == row && right[i] != goesRight) {
                return true;
            }
        }
        return false;
    }

    /** Moves the i-th by a cell; false if that was off the screen. */
    boolean advance(int i) {
        x[i] += right[i] ? 1 : -1;
        return x[i] >= 0 && x[i] <= MinAtarGame.LAST;
    }

    /** Counts the i-th's move timer down; true once it had run out, and then it begins anew at {@code frames}. */
    boolean isDue(int i, int frames) {
        boolean due = moveTimer[i] == 0;
        moveTimer[i] = due ? frames : moveTimer[i] - 1;
        return due;
    }

    void draw(Frame frame, int channel) {
        for (int i = 0; i < size; i++) {
            frame.mark(y[i], x[i], channel);
        }
    }

    /** Marks the cell behind each. */
    void drawTrails(Frame frame, int channel) {
        for (int i = 0; i < size; i++) {
            frame.markVisible(y[i], right[i] ? x[i] - 1 : x[i] + 1, channel);
        }
    }
}
