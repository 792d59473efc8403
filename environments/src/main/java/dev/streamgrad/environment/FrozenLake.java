package dev.streamgrad.environment;

import dev.streamgrad.environment.TabularEnvironment.Table;
import dev.streamgrad.environment.TabularEnvironment.Transition;

/**
 * FrozenLake: a walk from the start S over frozen cells F to the goal G, with reward 1 at the goal. The episode terminates at the
 * goal and at a hole H. Actions: left 0, down 1, right 2, up 3. On slippery ice a move goes in the chosen direction or to either
 * side of it, each with probability 1/3.
 */
final class FrozenLake {

    private static final String[] SMALL = {"SFFF", "FHFH", "FFFH", "HFFG"};
    private static final String[] LARGE = {
        "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"
    };
    private static final int DIRECTIONS = 4;
    private static final double ALONG = 1.0 / 3.0;
    private static final double ASIDE = (1.0 - ALONG) / 2.0;

    /** 4 × 4, slippery. */
    static final Table SLIPPERY = table(SMALL, true);

    /** 4 × 4, not slippery. */
    static final Table NOT_SLIPPERY = table(SMALL, false);

    /** 8 × 8, slippery. */
    static final Table SLIPPERY_8X8 = table(LARGE, true);

    private FrozenLake() {}

    private static Table table(String[] map, boolean slippery) {
        int size = map.length;
        Transition[][][] table = new Transition[size * size][DIRECTIONS][];
        for (int state = 0; state < table.length; state++) {
            for (int action = 0; action < DIRECTIONS; action++) {
                if ("GH".indexOf(field(map, state)) >= 0) {
                    table[state][action] = Transition.certain(state, 0, true);
                } else if (slippery) {
                    table[state][action] = new Transition[] {
                        move(map, state, (action + DIRECTIONS - 1) % DIRECTIONS, ASIDE),
                        move(map, state, action, ALONG),
                        move(map, state, (action + 1) % DIRECTIONS, ASIDE)
                    };
                } else {
                    table[state][action] = new Transition[] {move(map, state, action, 1)};
                }
            }
        }
        return Table.from(0, table);
    }

    private static Transition move(String[] map, int state, int direction, double probability) {
        int last = map.length - 1;
        int row = state / map.length;
        int column = state % map.length;
        switch (direction) {
            case 0 -> column = Math.max(column - 1, 0);
            case 1 -> row = Math.min(row + 1, last);
            case 2 -> column = Math.min(column + 1, last);
            default -> row = Math.max(row - 1, 0);
        }
        int next = row * map.length + column;
        char field = field(map, next);
        return new Transition(probability, next, field == 'G' ? 1 : 0, field == 'G' || field == 'H');
    }

    private static char field(String[] map, int state) {
        return map[state / map.length].charAt(state % map.length);
    }
}
