package {{package}};

import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.environment.SimpleEnvironment;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A corridor of cells. The actions 0 and 1 go left and right, and now and then the floor is slippery and nothing happens. The reward is −1
 * per step; the last cell ends the episode.
 */
public final class {{class}} implements SimpleEnvironment {

    private static final double SLIPPERY = 0.1;

    private final int cells;
    private SplittableRandom random = new SplittableRandom(0);
    private int cell;

    /** Creates a corridor of {@code cells} cells, at least 2. */
    public {{class}}(int cells) {
        if (cells < 2) {
            throw new IllegalArgumentException("cells is " + cells + ", but must be at least 2.");
        }
        this.cells = cells;
    }

    @Override
    public Discrete observationSpace() {
        return new Discrete(cells);
    }

    @Override
    public Discrete actionSpace() {
        return new Discrete(2);
    }

    @Override
    public float[] reset(long seed) {
        random = new SplittableRandom(seed); // all chance comes from the seed
        cell = 0;
        return observation();
    }

    @Override
    public Step step(float[] action) {
        if (random.nextDouble() >= SLIPPERY) {
            cell = Math.max(0, cell + (action[0] == 1 ? 1 : -1));
        }
        return Step.of(observation(), -1, cell == cells - 1);
    }

    @Override
    public Optional<String> render() {
        return Optional.of(".".repeat(cell) + "@" + ".".repeat(cells - 1 - cell));
    }

    private float[] observation() {
        return new float[] {cell};
    }
}
