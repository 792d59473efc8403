package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Holds the dead-letter topic against the records that must be in it, by topic, partition and offset. */
final class DeadLetterAccount {

    /** How often nothing may come before what is missing counts as lost. */
    private static final int MOST_EMPTY_POLLS = 60;

    private final Map<String, String> due = new HashMap<>();
    private long found;
    private long unexpected;

    /** Expects a record of some kind that stands here. */
    synchronized void expect(String kind, String topic, int partition, long offset) {
        due.put(place(topic, Integer.toString(partition), Long.toString(offset)), kind);
    }

    /** Reads the topic until all are found, or nothing comes any more. */
    void settle(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TopicNames.DEFAULT.deadLetters(), 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int empty = 0; !due.isEmpty() && empty < MOST_EMPTY_POLLS; ) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                empty = records.isEmpty() ? empty + 1 : 0;
                records.forEach(this::take);
            }
        }
    }

    /** Dead letters that were expected and are there. */
    long found() {
        return found;
    }

    /** Expected, and not there: how many of each kind. */
    Map<String, Long> missing() {
        return due.values().stream().collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }

    /** There, of a record that was not expected to be. */
    long unexpected() {
        return unexpected;
    }

    private void take(ConsumerRecord<byte[], byte[]> letter) {
        Header topic = letter.headers().lastHeader("topic");
        if (topic == null) {
            return; // a hostile record itself
        }
        if (due.remove(place(text(topic), text(letter, "partition"), text(letter, "offset"))) != null) {
            found++;
        } else {
            unexpected++;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return text(letter.headers().lastHeader(header));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String place(String topic, String partition, String offset) {
        return topic + "/" + partition + "@" + offset;
    }
}
