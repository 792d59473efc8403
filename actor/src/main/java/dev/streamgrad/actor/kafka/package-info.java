/** The Kafka adapters of the actors: publish transitions, read policies, and find where agents resume. */
@NullMarked
package dev.streamgrad.actor.kafka;

import org.jspecify.annotations.NullMarked;
