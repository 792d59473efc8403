/**
 * The algorithm: the computation of an update, and the state machines around it. Depends on the contract and on DJL, neither on
 * Kafka nor on Flink. Data flow: {@code rollout -> advantage, normalise -> loss, network -> optimiser -> update}.
 */
@NullMarked
package dev.streamgrad.learner;

import org.jspecify.annotations.NullMarked;
