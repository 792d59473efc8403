package dev.streamgrad.environment;

import dev.streamgrad.environment.TabularEnvironment.Table;
import dev.streamgrad.environment.TabularEnvironment.Transition;

/**
 * CliffWalking (Sutton and Barto, example 6.6): a walk along the edge of a cliff on a grid of 4 × 12. The reward is −1 per step. A
 * step off the cliff gives −100 and leads back to the start. Actions: up 0, right 1, down 2, left 3.
 */
final class CliffWalking {

    private static final int ROWS = 4;
    private static final int COLUMNS = 12;
    private static final int START = (ROWS - 1) * COLUMNS;
    private static final int GOAL = ROWS * COLUMNS - 1;
    private static final int[][] MOVES = {{-1, 0}, {0, 1}, {1, 0}, {0, -1}};

    static final Table TABLE = table();

    private CliffWalking() {}

    private static Table table() {
        Transition[][][] table = new Transition[ROWS * COLUMNS][MOVES.length][];
        for (int state = 0; state < table.length; state++) {
            for (int action = 0; action < MOVES.length; action++) {
                int row = Math.min(Math.max(state / COLUMNS + MOVES[action][0], 0), ROWS - 1);
                int column = Math.min(Math.max(state % COLUMNS + MOVES[action][1], 0), COLUMNS - 1);
                int next = row * COLUMNS + column;
                boolean fell = next > START && next < GOAL;
                table[state][action] =
                        fell ? Transition.certain(START, -100, false) : Transition.certain(next, -1, next == GOAL);
            }
        }
        return Table.from(START, table);
    }
}
