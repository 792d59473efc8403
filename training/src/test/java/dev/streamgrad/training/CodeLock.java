package dev.streamgrad.training;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.StepResult;
import java.util.OptionalDouble;

/**
 * Shows a code, a value of its space, as the observation and rewards the same value as the action: each right element earns 1. Random
 * actions earn little; a policy that copies the code earns its number of elements at every step. A value more than 1 above that of the code
 * costs {@link #PENALTY}; the mask does not allow it.
 */
final class CodeLock implements Environment {

    private static final int STEPS = 8;
    static final int PENALTY = 20;

    private final Space space;
    private final float[] code;

    private CodeLock(Space space) {
        this.space = space;
        code = new float[space.elements()];
    }

    static EnvironmentEntry entry(String id, Space space) {
        return EnvironmentEntry.of(id, () -> new CodeLock(space), STEPS, OptionalDouble.empty());
    }

    @Override
    public Space observationSpace() {
        return space;
    }

    @Override
    public Space actionSpace() {
        return space;
    }

    @Override
    public boolean masksActions() {
        return !(space instanceof MultiBinary);
    }

    @Override
    public void mask(byte[] mask, int at) {
        int first = at;
        for (int i = 0; i < code.length; i++) {
            for (int value = 0; value < size(i); value++) {
                mask[first++] = (byte) (value <= code[i] + 1 ? 1 : 0);
            }
        }
    }

    @Override
    public void reset(RandomStream random) {
        for (int i = 0; i < code.length; i++) {
            code[i] = random.nextInt(size(i));
        }
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        int right = 0;
        for (int i = 0; i < code.length; i++) {
            right += actions[at + i] == code[i] ? 1 : 0;
            right -= masksActions() && actions[at + i] > code[i] + 1 ? PENALTY : 0;
        }
        result.set(right, false);
        reset(random);
    }

    @Override
    public void observe(float[] observations, int at) {
        System.arraycopy(code, 0, observations, at, code.length);
    }

    private int size(int element) {
        if (space instanceof Discrete discrete) {
            return discrete.n();
        }
        return space instanceof MultiDiscrete several ? several.sizes()[element] : 2;
    }
}
