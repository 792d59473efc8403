package dev.streamgrad.environment;

import java.util.Arrays;

/** Objects of one kind that move along the rows of a MinAtar game, from the oldest to the youngest. Grows as needed and never shrinks. */
final class Movers {

    private static final int ROOM = 16;

    int[] x = new int[ROOM];
    int[] y = new int[ROOM];
    boolean[] right = new boolean[ROOM];

    /** Frames until the object moves; not used for objects that move in every frame. */
    int[] moveTimer = new int[ROOM];

    /** Frames until the object shoots; not used for objects that do not shoot. */
    int[] shotTimer = new int[ROOM];

    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Adds an object that moves in every frame, as the youngest. */
    void add(int atX, int atY, boolean goesRight) {
        add(atX, atY, goesRight, 0, 0);
    }

    /** Adds an object, as the youngest. */
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

    /** Removes the i-th object; the indices of the younger ones decrease by 1. */
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

    /** The index of the oldest object in this cell, or −1. */
    int firstAt(int column, int row) {
        for (int i = 0; i < size; i++) {
            if (isAt(i, column, row)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether an object in this row moves against the direction {@code goesRight}. */
    boolean hasOncoming(int row, boolean goesRight) {
        for (int i = 0; i < size; i++) {
            if (y[i] == row && right[i] != goesRight) {
                return true;
            }
        }
        return false;
    }

    /** Moves the i-th object by one cell. Returns false if it has left the screen. */
    boolean advance(int i) {
        x[i] += right[i] ? 1 : -1;
        return x[i] >= 0 && x[i] <= MinAtarGame.LAST;
    }

    /** Decrements the move timer of the i-th object. If it was 0 already, sets it to {@code frames} instead and returns true. */
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

    /** Marks the cell behind each object. */
    void drawTrails(Frame frame, int channel) {
        for (int i = 0; i < size; i++) {
            frame.markVisible(y[i], right[i] ? x[i] - 1 : x[i] + 1, channel);
        }
    }
}
