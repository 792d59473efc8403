package dev.streamgrad.benchmarks;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.StepResult;
import java.util.Arrays;
import java.util.OptionalDouble;

/** An environment with observations like those of MinAtar's games, 10 × 10 × 4 and mostly zeros, at almost no cost: a few moving cells. */
final class ScatteredCells implements Environment {

    static final String ID = "ScatteredCells-v0";

    private static final int[] SHAPE = {10, 10, 4};
    private static final int SIZE = 400;
    private static final int SET = 20;

    private final int[] cells = new int[SET];

    static EnvironmentRegistry registry() {
        return EnvironmentRegistry.standard()
                .with(EnvironmentEntry.of(ID, ScatteredCells::new, 100, OptionalDouble.empty()));
    }

    @Override
    public Space observationSpace() {
        float[] high = new float[SIZE];
        Arrays.fill(high, 1f);
        return new Box(DType.UINT8, SHAPE, new float[SIZE], high);
    }

    @Override
    public Space actionSpace() {
        return new Discrete(6);
    }

    @Override
    public void reset(RandomStream random) {
        for (int i = 0; i < SET; i++) {
            cells[i] = random.nextInt(SIZE);
        }
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        for (int i = 0; i < SET; i++) {
            cells[i] = (cells[i] + 1 + (int) actions[at]) % SIZE;
        }
        result.set(cells[0] % 2, false);
    }

    @Override
    public void observe(float[] observations, int at) {
        Arrays.fill(observations, at, at + SIZE, 0f);
        for (int cell : cells) {
            observations[at + cell] = 1f;
        }
    }
}
