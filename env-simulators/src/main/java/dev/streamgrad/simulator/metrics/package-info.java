/** What a simulator counts, and where Prometheus reads it. Uses the acting loop's ports; knows no Kafka. */
@NullMarked
package dev.streamgrad.simulator.metrics;

import org.jspecify.annotations.NullMarked;
