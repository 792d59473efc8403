/**
 * The simulator process: which agents are this process's, and that they act. Uses the acting loop, its ends on Kafka and the metrics;
 * nothing uses this package but the command line.
 */
@NullMarked
package dev.streamgrad.simulator.service;

import org.jspecify.annotations.NullMarked;
