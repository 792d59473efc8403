package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;

/** The random numbers of a policy's agents; each call repositions a stream, valid until the next call of its kind. */
final class Chance {

    private final RandomStream actions;
    private final RandomStream resets;
    private final RandomStream dynamics;

    Chance(long seed) {
        actions = new RandomStream(seed, Domain.ACTION);
        resets = new RandomStream(seed, Domain.ENVIRONMENT_RESET);
        dynamics = new RandomStream(seed, Domain.ENVIRONMENT_DYNAMICS);
    }

    RandomStream action(int agent, long sequence) {
        return actions.at(agent, sequence);
    }

    RandomStream reset(int agent, long episode) {
        return resets.at(agent, episode);
    }

    RandomStream dynamics(int agent, long sequence) {
        return dynamics.at(agent, sequence);
    }
}
