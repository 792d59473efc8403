/**
 * Runs the containers of a Compose file as supervised processes on one machine. Uses Kafka's and Flink's own programs, each in its own JVM.
 */
@NullMarked
package dev.streamgrad.cluster;

import org.jspecify.annotations.NullMarked;
