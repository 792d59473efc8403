/**
 * The contract between actors and learners: the wire format, and the computations that must have the same result on both sides.
 *
 * <p>This module may use Avro and Jackson, but not Kafka, Flink or DJL. {@code docs/contract.md} specifies the contract for actors in
 * other languages.
 */
@NullMarked
package dev.streamgrad.contract;

import org.jspecify.annotations.NullMarked;
