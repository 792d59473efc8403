package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.TransitionBlock;

/** Where an acting loop puts its blocks. An agent's blocks keep their order. */
@FunctionalInterface
public interface TransitionSink {

    /**
     * Takes a block. It need not have arrived when this returns.
     *
     * @throws IllegalStateException if an earlier block could not be delivered: the agents must resume from the log
     */
    void publish(TransitionBlock block);

    /**
     * Waits until every block has arrived.
     *
     * @throws IllegalStateException if one could not be delivered
     */
    default void flush() {}
}
