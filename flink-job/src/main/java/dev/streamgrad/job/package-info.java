/**
 * The Flink job: Kafka → decode → rollouts → updates → Kafka. The operators are thin adapters; the computations are in the learner
 * module.
 */
@NullMarked
package dev.streamgrad.job;

import org.jspecify.annotations.NullMarked;
