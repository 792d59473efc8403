/** Training in one process: embedded, through Kafka and Flink, or serial, as the reference. */
@NullMarked
package dev.streamgrad.training;

import org.jspecify.annotations.NullMarked;
