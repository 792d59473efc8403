/**
 * The containers of a Compose file as processes of one machine: what each runs, where it listens, and who looks after it. Uses Kafka's and
 * Flink's own programs, each in a JVM of its own.
 */
@NullMarked
package dev.streamgrad.cli.cluster;

import org.jspecify.annotations.NullMarked;
