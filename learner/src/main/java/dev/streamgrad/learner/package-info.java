/**
 * The algorithm: what an update computes, and the state machines around it. Knows the contract and DJL; neither Kafka nor
 * Flink. {@code rollout -> advantage, normalise -> loss, network -> optimiser -> update}.
 */
@NullMarked
package dev.streamgrad.learner;

import org.jspecify.annotations.NullMarked;
