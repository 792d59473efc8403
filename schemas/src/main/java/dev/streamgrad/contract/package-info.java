/**
 * The contract between actors and learners: what is on the wire, and what both sides must compute alike.
 *
 * <p>This module may use Avro and Jackson; it knows neither Kafka nor Flink nor DJL. An actor in another language
 * implements what stands here, as written down in {@code docs/contract.md}.
 */
@NullMarked
package dev.streamgrad.contract;

import org.jspecify.annotations.NullMarked;
