/**
 * The simulator process: finds the agents that are assigned to this process, and runs them. Uses the acting loop, its Kafka
 * adapters and the metrics. Only the command line uses this package.
 */
@NullMarked
package dev.streamgrad.simulator.service;

import org.jspecify.annotations.NullMarked;
