package dev.streamgrad.environment;

import java.util.Arrays;

/** A set of cells of the 10 × 10 grid of a MinAtar game: one int per row, one bit per column. */
final class Cells {

    private final int[] rows = new int[MinAtarGame.SIZE];

    boolean has(int row, int column) {
        return (rows[row] >> column & 1) != 0;
    }

    void add(int row, int column) {
        rows[row] |= 1 << column;
    }

    void remove(int row, int column) {
        rows[row] &= ~(1 << column);
    }

    void clear() {
        Arrays.fill(rows, 0);
    }

    /** Adds all cells of a rectangle; {@code toRow} and {@code toColumn} are exclusive. */
    void fill(int fromRow, int toRow, int fromColumn, int toColumn) {
        int bits = (1 << toColumn) - (1 << fromColumn);
        for (int row = fromRow; row < toRow; row++) {
            rows[row] |= bits;
        }
    }

    int count() {
        int count = 0;
        for (int row : rows) {
            count += Integer.bitCount(row);
        }
        return count;
    }

    /** The bits of a row; bit i is column i. */
    int row(int row) {
        return rows[row];
    }

    /** The lowest row on the screen that has a cell in this column, or −1. */
    int lowest(int column) {
        int row = MinAtarGame.LAST;
        while (row >= 0 && !has(row, column)) {
            row--;
        }
        return row;
    }

    /** Moves all cells up by one row; drops those of the top row. */
    void up() {
        System.arraycopy(rows, 1, rows, 0, MinAtarGame.LAST);
        rows[MinAtarGame.LAST] = 0;
    }

    /** Moves all cells down by one row; drops those of the bottom row, and sets the top row to {@code entering}. */
    void down(int entering) {
        System.arraycopy(rows, 0, rows, 1, MinAtarGame.LAST);
        rows[0] = entering;
    }

    /** Moves all cells by one column, to the right or to the left. The column at that edge must be empty. */
    void sideways(boolean right) {
        for (int row = 0; row < rows.length; row++) {
            rows[row] = right ? rows[row] << 1 : rows[row] >> 1;
        }
    }

    /** Removes from both sets the cells that they share. Returns the number of these cells. */
    int removeCommon(Cells other) {
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            int common = rows[row] & other.rows[row];
            rows[row] ^= common;
            other.rows[row] ^= common;
            count += Integer.bitCount(common);
        }
        return count;
    }

    void draw(Frame frame, int channel) {
        for (int row = 0; row < rows.length; row++) {
            for (int bits = rows[row]; bits != 0; bits &= bits - 1) {
                frame.mark(row, Integer.numberOfTrailingZeros(bits), channel);
            }
        }
    }
}
