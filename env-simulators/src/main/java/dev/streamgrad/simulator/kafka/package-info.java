/** The actors' ends on Kafka: transitions out, policies in, and where agents resume. */
@NullMarked
package dev.streamgrad.simulator.kafka;

import org.jspecify.annotations.NullMarked;
