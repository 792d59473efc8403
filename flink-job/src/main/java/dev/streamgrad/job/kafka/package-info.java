/** The job's ends on Kafka. */
@NullMarked
package dev.streamgrad.job.kafka;

import org.jspecify.annotations.NullMarked;
