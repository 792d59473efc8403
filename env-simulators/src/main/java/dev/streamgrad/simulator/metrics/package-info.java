/**
 * The metrics of a simulator, and the server from which Prometheus reads them. Uses the ports of the acting loop; does not depend
 * on Kafka.
 */
@NullMarked
package dev.streamgrad.simulator.metrics;

import org.jspecify.annotations.NullMarked;
