package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;

/** Draws from a random stream. One instance passes from stream to stream, so that a step allocates nothing. */
final class StreamDraws implements Draws {

    private RandomStream stream = new RandomStream(0, Domain.ENVIRONMENT_DYNAMICS);

    /** These draws, from now on out of {@code random}. */
    StreamDraws from(RandomStream random) {
        stream = random;
        return this;
    }

    @Override
    public double uniform() {
        return stream.nextUniform();
    }

    @Override
    public int integer(int low, int high) {
        return low + stream.nextInt(high - low);
    }
}
