package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the records that a training left in the topics. */
class WhatFlowedTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void everyTransitionAndVersionIsThereOnceAndTheRewardsAddUp() throws Exception {
        Runs runs = Runs.embedded(Runs.spec("rollouts.lag=1"), directory.resolve("run"), 2, 4, 1);
        Set<String> seen = new HashSet<>();
        double[] open = new double[Runs.AGENTS];
        double finished = 0;
        double rewards = 0;
        List<Long> versions = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("run/kafka"), OptionalInt.empty())) {
            for (ConsumerRecord<byte[], byte[]> record : Rig.all(kafka, TopicNames.DEFAULT.transitions())) {
                TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(record.value());
                ByteBuffer column = ByteBuffer.wrap(block.rewards()).order(ByteOrder.LITTLE_ENDIAN);
                for (int row = 0; row < block.rows(); row++) {
                    assertThat(seen.add(block.agent() + "/" + (block.firstSequence() + row)))
                            .as("agent %d, sequence %d, comes once", block.agent(), block.firstSequence() + row)
                            .isTrue();
                    double reward = column.getDouble();
                    rewards += reward;
                    open[block.agent()] = block.ended(row) ? 0 : open[block.agent()] + reward;
                }
            }
            for (ConsumerRecord<byte[], byte[]> record : Rig.all(kafka, TopicNames.DEFAULT.policies())) {
                versions.add(Codecs.POLICY_UPDATE.decode(record.value()).version());
            }
            assertThat(Rig.all(kafka, TopicNames.DEFAULT.deadLetters())).isEmpty();
        }
        assertThat(seen).hasSize(Runs.UPDATES * Runs.AGENTS * Runs.LENGTH);
        assertThat(versions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, Runs.UPDATES).boxed().toList());
        for (var episode : runs.episodes) {
            finished += episode.episodeReturn();
        }
        double stillOpen = 0;
        for (double value : open) {
            stillOpen += value;
        }
        assertThat(finished + stillOpen).isCloseTo(rewards, within(1e-9));
        assertThat(runs.metrics).hasSize(Runs.UPDATES);
    }
}
