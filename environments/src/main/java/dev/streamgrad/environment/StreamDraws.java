package dev.streamgrad.environment;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;

/** Draws from a random stream. One instance is reused for all streams, so a step allocates nothing. */
final class StreamDraws implements Draws {

    private RandomStream stream = new RandomStream(0, Domain.ENVIRONMENT_DYNAMICS);

    /** Draws from {@code random} from now on. Returns this. */
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
