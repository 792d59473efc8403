package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.simulator.metrics.SimulatorMetrics;
import java.time.Clock;

/**
 * The dependencies of a simulator process.
 *
 * @param process name of the process; unique
 * @param access access to Kafka
 * @param names names of the topics
 * @param environments environments that it can run
 * @param metrics its metrics
 * @param clock clock for timeouts and repeated messages
 */
public record SimulatorContext(
        String process,
        KafkaAccess access,
        TopicNames names,
        EnvironmentRegistry environments,
        SimulatorMetrics metrics,
        Clock clock) {}
