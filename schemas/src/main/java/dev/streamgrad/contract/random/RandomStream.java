package dev.streamgrad.contract.random;

/**
 * The random numbers of one (seed, domain, agent, index): a short stream that depends on nothing else, so that any process can generate
 * it again at any time.
 *
 * <p>Counter words, lowest first: {@code draw}, {@code agent}, lower half of {@code index}, and {@code domain << 24} with the upper 24
 * bits of {@code index}. Key: the seed's lower and upper half. Each block of four words gives two 64-bit numbers, words 0–1 then 2–3,
 * lower word first.
 *
 * <p>Not thread-safe. {@link #at} repositions an instance without allocation.
 */
public final class RandomStream {

    private static final double UNIT = 0x1p-53;
    private static final long LARGEST_INDEX = (1L << 56) - 1;

    private final int key0;
    private final int key1;
    private final int domain;
    private final int[] block = new int[4];

    private int agent;
    private long index;
    private int draw;
    private boolean second;

    /** Creates the stream of {@code domain} under {@code seed}, at agent 0, index 0. */
    public RandomStream(long seed, Domain domain) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
        this.domain = domain.code();
    }

    /**
     * Moves to the first draw of (agent, index).
     *
     * @param newIndex 0 … 2^56−1
     * @return this stream
     */
    public RandomStream at(int newAgent, long newIndex) {
        if (newIndex < 0 || newIndex > LARGEST_INDEX) {
            throw new IllegalArgumentException("The index of a random stream must be 0 … 2^56−1, but is " + newIndex);
        }
        agent = newAgent;
        index = newIndex;
        draw = 0;
        second = false;
        return this;
    }

    /** 64 random bits. */
    public long nextLong() {
        if (second) {
            second = false;
            return (block[2] & 0xFFFFFFFFL) | ((long) block[3] << 32);
        }
        block[0] = draw++;
        block[1] = agent;
        block[2] = (int) index;
        block[3] = (domain << 24) | (int) (index >>> 32);
        Philox.apply(block, key0, key1);
        second = true;
        return (block[0] & 0xFFFFFFFFL) | ((long) block[1] << 32);
    }

    /** A uniform number in the open interval (0, 1): an odd multiple of 2^−53. */
    public double nextUniform() {
        return ((nextLong() >>> 11) | 1L) * UNIT;
    }

    /** A uniform number in (low, high). */
    public double nextUniform(double low, double high) {
        return low + (high - low) * nextUniform();
    }

    /**
     * A standard normal number by Box and Muller (1958), from two uniforms: √(−2 ln u₁) · cos(2π u₂). {@link StrictMath} gives the same
     * result on every machine.
     */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(nextUniform()));
        return radius * StrictMath.cos(2.0 * Math.PI * nextUniform());
    }

    /** An unbiased integer in [0, bound), by rejection. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("The bound must be at least 1, but is " + bound + ".");
        }
        long limit = Long.MAX_VALUE - (Long.MAX_VALUE % bound + 1) % bound;
        long bits;
        do {
            bits = nextLong() >>> 1;
        } while (bits > limit);
        return (int) (bits % bound);
    }

    /** Shuffles in place (Fisher and Yates, from the end). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
