/** Training in one process: embedded, through Kafka and Flink, or serially, as the oracle. */
@NullMarked
package dev.streamgrad.cli.train;

import org.jspecify.annotations.NullMarked;
