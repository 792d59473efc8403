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
 * Holds the dead-letter topic against the records that must be in it, by topic, partition and offset. It is read while it is written, since
 * it is bounded.
 */
final class DeadLetterAccount implements AutoCloseable {

    /** How long nothing may come before what is missing counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> expected = new ConcurrentHashMap<>();
    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CompletableFuture<Void> reading;
    private volatile boolean sent;

    /** Begins to read the topic at its beginning. */
    DeadLetterAccount(String bootstrapServers) {
        consumer = Consumers.fromTheBeginning(bootstrapServers, TopicNames.DEFAULT.deadLetters());
        reading = CompletableFuture.runAsync(this::read);
    }

    /** Expects a record of some kind that stands here. */
    void expect(String kind, String topic, int partition, long offset) {
        expected.put(place(topic, Integer.toString(partition), Long.toString(offset)), kind);
    }

    /** All are sent: waits until they are found, or nothing comes any more. */
    void settle() {
        sent = true;
        reading.join();
    }

    /** Dead letters that were expected and are there. */
    long found() {
        return expected.keySet().stream().filter(there::contains).count();
    }

    /** Expected, and not there: how many of each kind. */
    Map<String, Long> missing() {
        return expected.entrySet().stream()
                .filter(entry -> !there.contains(entry.getKey()))
                .collect(Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.counting()));
    }

    /** There, of a record that was not expected to be. */
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
        if (letter.headers().lastHeader("topic") != null) { // else it is a hostile record itself
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
