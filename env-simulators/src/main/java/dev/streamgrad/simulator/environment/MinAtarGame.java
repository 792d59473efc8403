package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import java.util.Arrays;
import java.util.List;

/**
 * What the five games of MinAtar share (Young and Tian, 2019: miniature Atari games on a grid of 10 × 10 cells): the screen as
 * observation, one channel per kind of thing; as actions the moves that matter in the game, numbered as MinAtar's v1
 * environments do, 0 being none. Rules, order of events and order of draws are MinAtar's, its quirks included.
 */
abstract class MinAtarGame implements Environment {

    /** Rows, and columns. */
    static final int SIZE = 10;

    /** The last row, and column. */
    static final int LAST = SIZE - 1;

    private final List<Move> moves;
    private final Box observations;
    private final Discrete actions;
    private final Frame frame;
    private final StreamDraws draws = new StreamDraws();

    /** Whether the game is over. */
    boolean terminal;

    /**
     * A game.
     *
     * @param channels kinds of things on its screen
     * @param moves what its actions 0, 1, … mean
     */
    MinAtarGame(int channels, Move... moves) {
        this.moves = List.of(moves);
        frame = new Frame(channels);
        float[] ones = new float[frame.elements()];
        Arrays.fill(ones, 1f);
        observations = new Box(DType.UINT8, new int[] {SIZE, SIZE, channels}, new float[ones.length], ones);
        actions = new Discrete(moves.length);
    }

    /** Sets the game up; draws what is random in its start. */
    abstract void begin(Draws chance);

    /** Plays one frame, sets {@link #terminal} if it ends the game, and returns the reward. */
    abstract int play(Move move, Draws chance);

    /** Marks what is on the screen. */
    abstract void draw(Frame screen);

    @Override
    public final Box observationSpace() {
        return observations;
    }

    @Override
    public final Discrete actionSpace() {
        return actions;
    }

    @Override
    public final void reset(RandomStream random) {
        terminal = false;
        begin(draws.from(random));
    }

    @Override
    public final void step(float[] chosen, int at, RandomStream random, StepResult result) {
        Move move = moves.get(Bounds.choice(chosen[at], moves.size()));
        int reward = play(move, draws.from(random));
        result.set(reward, terminal);
    }

    @Override
    public final void observe(float[] into, int at) {
        draw(frame.begin(into, at));
    }

    /** What the actions 0, 1, … mean. */
    final List<Move> moves() {
        return moves;
    }

    /** A coordinate moved by one, or left where the screen ends. */
    static int towards(int coordinate, int by, int low, int high) {
        return Math.min(Math.max(coordinate + by, low), high);
    }
}
