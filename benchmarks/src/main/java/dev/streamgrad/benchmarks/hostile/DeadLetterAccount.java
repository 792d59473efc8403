package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Compares the dead-letter topic with the records that must be in it, by topic, partition and offset. The topic is read while it is
 * written, since its size is limited.
 */
final class DeadLetterAccount implements AutoCloseable {

    /** If no dead letter arrives for this time, the missing ones count as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> expected = new ConcurrentHashMap<>();
    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CompletableFuture<Void> reading;
    private volatile boolean sent;

    /** Starts reading the topic from its beginning. */
    DeadLetterAccount(String bootstrapServers) {
        consumer = Consumers.fromTheBeginning(bootstrapServers, TopicNames.DEFAULT.deadLetters());
        reading = CompletableFuture.runAsync(this::read);
    }

    /** Expects a dead letter for the record of this kind at this place. */
    void expect(String kind, String topic, int partition, long offset) {
        expected.put(place(topic, Integer.toString(partition), Long.toString(offset)), kind);
    }

    /** To be called after the last record was sent: waits until all expected dead letters are found, or no more arrive. */
    void settle() {
        sent = true;
        reading.join();
    }

    /** The number of expected dead letters that were found. */
    long found() {
        return expected.keySet().stream().filter(there::contains).count();
    }

    /** The number of expected dead letters that were not found, by kind. */
    Map<String, Long> missing() {
        return expected.entrySet().stream()
                .filter(entry -> !there.contains(entry.getKey()))
                .collect(Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.counting()));
    }

    /** The number of unexpected dead letters. */
    long unexpected() {
        return there.stream().filter(place -> !expected.containsKey(place)).count();
    }

    private void read() {
        long heard = System.nanoTime();
        while (!sent || (!missing().isEmpty() && System.nanoTime() - heard < PATIENCE.toNanos())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
            records.forEach(this::take);
            heard = records.isEmpty() ? heard : System.nanoTime();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> letter) {
        if (letter.headers().lastHeader("topic") != null) { // otherwise it is itself a hostile record
            there.add(place(text(letter, "topic"), text(letter, "partition"), text(letter, "offset")));
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static String place(String topic, String partition, String offset) {
        return topic + "/" + partition + "@" + offset;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
