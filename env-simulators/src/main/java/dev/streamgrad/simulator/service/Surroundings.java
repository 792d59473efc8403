package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.metrics.SimulatorMetrics;
import java.time.Clock;

/**
 * What a simulator process runs in.
 *
 * @param access how Kafka is reached
 * @param names of the topics
 * @param environments that it can host
 * @param metrics where it counts
 * @param clock for what it says of waiting
 */
public record Surroundings(
        KafkaAccess access,
        TopicNames names,
        EnvironmentRegistry environments,
        SimulatorMetrics metrics,
        Clock clock) {}
