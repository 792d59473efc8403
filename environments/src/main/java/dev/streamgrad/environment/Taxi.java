package dev.streamgrad.environment;

import dev.streamgrad.environment.TabularEnvironment.Table;
import dev.streamgrad.environment.TabularEnvironment.Transition;

/**
 * Taxi (Dietterich, 2000): a taxi fetches a passenger at one of four places and brings them to another. The reward is −1 per step,
 * −10 for a pickup or dropoff that is not possible, and 20 for a dropoff at the destination, where the episode terminates. Actions:
 * south 0, north 1, east 2, west 3, pickup 4, dropoff 5. State: ((row · 5 + column) · 5 + passenger) · 4 + destination; passenger 4
 * is in the taxi.
 */
final class Taxi {

    /** Cells are at odd columns. Between them, the taxi can pass a colon but not a bar. */
    private static final String[] MAP = {"|R: | : :G|", "| : | : : |", "| : : : : |", "| | : | : |", "|Y| : |B: |"};

    private static final int SIZE = 5;
    private static final int[][] PLACES = {{0, 0}, {0, 4}, {4, 0}, {4, 3}};
    private static final int ABOARD = PLACES.length;
    private static final int ACTIONS = 6;

    static final Table TABLE = table();

    private Taxi() {}

    private static Table table() {
        Transition[][][] table = new Transition[SIZE * SIZE * (ABOARD + 1) * PLACES.length][ACTIONS][];
        double[] start = new double[table.length];
        int starts = SIZE * SIZE * PLACES.length * (PLACES.length - 1);
        for (int state = 0; state < table.length; state++) {
            int destination = state % PLACES.length;
            int passenger = state / PLACES.length % (ABOARD + 1);
            int column = state / PLACES.length / (ABOARD + 1) % SIZE;
            int row = state / PLACES.length / (ABOARD + 1) / SIZE;
            if (passenger != ABOARD && passenger != destination) {
                start[state] = 1.0 / starts;
            }
            for (int action = 0; action < ACTIONS; action++) {
                table[state][action] = act(row, column, passenger, destination, action);
            }
        }
        return new Table(start, table);
    }

    private static Transition[] act(int row, int column, int passenger, int destination, int action) {
        return switch (action) {
            case 0 -> drive(Math.min(row + 1, SIZE - 1), column, passenger, destination);
            case 1 -> drive(Math.max(row - 1, 0), column, passenger, destination);
            case 2 -> drive(row, open(row, 2 * column + 2) ? column + 1 : column, passenger, destination);
            case 3 -> drive(row, open(row, 2 * column) ? column - 1 : column, passenger, destination);
            case 4 ->
                passenger != ABOARD && at(row, column, passenger)
                        ? drive(row, column, ABOARD, destination)
                        : rejected(row, column, passenger, destination);
            default -> dropOff(row, column, passenger, destination);
        };
    }

    private static Transition[] dropOff(int row, int column, int passenger, int destination) {
        if (passenger == ABOARD) {
            for (int place = 0; place < PLACES.length; place++) {
                if (at(row, column, place)) {
                    return place == destination
                            ? Transition.certain(state(row, column, place, destination), 20, true)
                            : drive(row, column, place, destination);
                }
            }
        }
        return rejected(row, column, passenger, destination);
    }

    private static Transition[] drive(int row, int column, int passenger, int destination) {
        return Transition.certain(state(row, column, passenger, destination), -1, false);
    }

    private static Transition[] rejected(int row, int column, int passenger, int destination) {
        return Transition.certain(state(row, column, passenger, destination), -10, false);
    }

    private static boolean open(int row, int at) {
        return MAP[row].charAt(at) == ':';
    }

    private static boolean at(int row, int column, int place) {
        return row == PLACES[place][0] && column == PLACES[place][1];
    }

    private static int state(int row, int column, int passenger, int destination) {
        return ((row * SIZE + column) * (ABOARD + 1) + passenger) * PLACES.length + destination;
    }
}
