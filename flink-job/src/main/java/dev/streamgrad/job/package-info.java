/**
 * The learner's runtime: Kafka → decode → rollouts → updates → Kafka. The operators are adapters; what they compute is in the
 * learner module.
 */
@NullMarked
package dev.streamgrad.job;

import org.jspecify.annotations.NullMarked;
