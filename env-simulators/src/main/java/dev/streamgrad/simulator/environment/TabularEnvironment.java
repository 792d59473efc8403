package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;

/**
 * A finite Markov decision process that is written out: states and actions are numbers, and a table says what each action in each
 * state may lead to. Gymnasium's toy-text environments are of this kind.
 */
final class TabularEnvironment implements Environment {

    /**
     * One thing that an action may lead to.
     *
     * @param probability of it
     * @param next the state then
     * @param reward for it
     * @param terminated whether the task ends
     */
    record Transition(double probability, int next, double reward, boolean terminated) {

        /** The only thing that it may lead to. */
        static Transition[] certain(int next, double reward, boolean terminated) {
            return new Transition[] {new Transition(1, next, reward, terminated)};
        }
    }

    /**
     * What everything leads to.
     *
     * @param start probability of each state to begin in
     * @param transitions by state and action
     */
    record Table(double[] start, Transition[][][] transitions) {

        /** Always begins in one state. */
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

    /** Of a table, which several environments may share. */
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
            state--; // rounding went past the last possible one
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

    /** Allowed is what may change something; for Taxi that is Gymnasium's mask. */
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
