package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import java.util.Arrays;
import java.util.List;

/**
 * Base class of MinAtar's five games (Young and Tian, 2019: miniature Atari games on a grid of 10 × 10 cells). The observation is
 * the screen, with one channel per kind of object. The actions are the moves that have an effect in the game, numbered as in
 * MinAtar's v1 environments; 0 is none. Rules, order of events and order of draws are MinAtar's, including its quirks.
 */
abstract class MinAtarGame implements Environment {

    /** The number of rows, and of columns. */
    static final int SIZE = 10;

    /** The index of the last row, and of the last column. */
    static final int LAST = SIZE - 1;

    private final List<Move> moves;
    private final Box observations;
    private final Discrete actions;
    private final Frame frame;
    private final StreamDraws draws = new StreamDraws();

    /** Whether the game is over. */
    boolean terminal;

    /**
     * Creates a game.
     *
     * @param channels number of kinds of objects on its screen
     * @param moves the moves of its actions 0, 1, …
     */
    MinAtarGame(int channels, Move... moves) {
        this.moves = List.of(moves);
        frame = new Frame(channels);
        float[] ones = new float[frame.elements()];
        Arrays.fill(ones, 1f);
        observations = new Box(DType.UINT8, new int[] {SIZE, SIZE, channels}, new float[ones.length], ones);
        actions = new Discrete(moves.length);
    }

    /** Sets up a new game; draws the random part of its start. */
    abstract void begin(Draws chance);

    /** Plays one frame, sets {@link #terminal} if the game ends, and returns the reward. */
    abstract int play(Move move, Draws chance);

    /** Marks the objects on the screen. */
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

    /** The moves of the actions 0, 1, …. */
    final List<Move> moves() {
        return moves;
    }

    /** Moves a coordinate by {@code by}, limited to [low, high]. */
    static int towards(int coordinate, int by, int low, int high) {
        return Math.min(Math.max(coordinate + by, low), high);
    }
}
