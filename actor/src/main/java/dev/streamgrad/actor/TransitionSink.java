package dev.streamgrad.actor;

import dev.streamgrad.contract.record.TransitionBlock;

/** Receives the blocks of an acting loop. Keeps the order of an agent's blocks. */
@FunctionalInterface
public interface TransitionSink {

    /**
     * Publishes a block. May return before the block has arrived.
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
