package dev.streamgrad.actor;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;

/** The random numbers of a policy's agents. Each call repositions a stream; the stream is valid until the next call of the same method. */
final class AgentRandom {

    private final RandomStream actions;
    private final RandomStream resets;
    private final RandomStream dynamics;

    AgentRandom(long seed) {
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
