/** The job's sources and sinks on Kafka. */
@NullMarked
package dev.streamgrad.job.kafka;

import org.jspecify.annotations.NullMarked;
