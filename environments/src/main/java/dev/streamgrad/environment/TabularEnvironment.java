package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;

/**
 * A finite Markov decision process given as a table. States and actions are numbers; the table lists the possible transitions of
 * each state and action. Gymnasium's toy-text environments are of this kind.
 */
final class TabularEnvironment implements Environment {

    /**
     * A possible transition.
     *
     * @param probability its probability
     * @param next the next state
     * @param reward its reward
     * @param terminated whether the task ends
     */
    record Transition(double probability, int next, double reward, boolean terminated) {

        /** The only possible transition of a state and action. */
        static Transition[] certain(int next, double reward, boolean terminated) {
            return new Transition[] {new Transition(1, next, reward, terminated)};
        }
    }

    /**
     * Start states and transitions.
     *
     * @param start probability of each state as the initial state
     * @param transitions possible transitions by state and action
     */
    record Table(double[] start, Transition[][][] transitions) {

        /** A table whose episodes all start in one state. */
        static Table from(int start, Transition[][][] transitions) {
            double[] distribution = new double[transitions.length];
            distribution[start] = 1;
            return new Table(distribution, transitions);
        }
    }

    private final Table table;
    private final Discrete observations;
    private final Discrete actions;
    private int state;

    /** Creates an environment of a table. Several environments may share the table. */
    TabularEnvironment(Table table) {
        this.table = table;
        observations = new Discrete(table.transitions().length);
        actions = new Discrete(table.transitions()[0].length);
    }

    @Override
    public Discrete observationSpace() {
        return observations;
    }

    @Override
    public Discrete actionSpace() {
        return actions;
    }

    @Override
    public void reset(RandomStream random) {
        double left = random.nextUniform();
        double[] start = table.start();
        state = 0;
        while (state < start.length - 1 && (left -= start[state]) >= 0) {
            state++;
        }
        while (start[state] == 0) {
            state--; // rounding errors led past the last possible state
        }
    }

    @Override
    public void step(float[] chosen, int at, RandomStream random, StepResult result) {
        Transition[] possible = table.transitions()[state][Bounds.choice(chosen[at], actions.n())];
        double left = random.nextUniform();
        int i = 0;
        while (i < possible.length - 1 && (left -= possible[i].probability()) >= 0) {
            i++;
        }
        state = possible[i].next();
        result.set(possible[i].reward(), possible[i].terminated());
    }

    @Override
    public boolean masksActions() {
        return true;
    }

    /** Allows the actions that may change the state. For Taxi this equals Gymnasium's mask. */
    @Override
    public void mask(byte[] mask, int at) {
        for (int action = 0; action < actions.n(); action++) {
            mask[at + action] = 0;
            for (Transition possible : table.transitions()[state][action]) {
                if (possible.next() != state) {
                    mask[at + action] = 1;
                }
            }
        }
    }

    @Override
    public void observe(float[] into, int at) {
        into[at] = state;
    }

    Table table() {
        return table;
    }
}
