package dev.streamgrad.actor.kafka;

import dev.streamgrad.actor.AgentClaims;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.ClaimInspection;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.InspectedRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Claims agents of one policy for this process in the agents topic, and notices when another process claims them. Not safe for use by
 * several threads.
 */
public final class KafkaAgentClaims implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String policyId;
    private final String process;
    private final TopicPartition topic;
    private final InspectedRecords records;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AgentClaims claims = new AgentClaims();
    private final Map<Integer, String> held = new HashMap<>();

    /**
     * Connects; reads nothing yet.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param process name of this process
     */
    public KafkaAgentClaims(
            Map<String, Object> client,
            TopicNames names,
            String policyId,
            String process,
            InspectedRecords.Rejections rejections) {
        this.policyId = policyId;
        this.process = process;
        topic = new TopicPartition(names.agents(), 0);
        records = new InspectedRecords(rejections);
        Map<String, Object> reading = new HashMap<>(client);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Map<String, Object> writing = new HashMap<>(client);
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        consumer.assign(List.of(topic));
        consumer.seekToBeginning(List.of(topic));
    }

    /** Reads all claims, and returns these starts with incarnations that are wanted at least and above all that were claimed. */
    public List<ResumePoint> free(List<ResumePoint> wanted) {
        read(end());
        return wanted.stream().map(this::free).toList();
    }

    /**
     * Claims agents with the incarnations of these starts. If another process was faster, claims the next incarnation. Withdraws the older
     * claims on the agents.
     *
     * @return the incarnation of each agent
     * @throws KafkaException if a claim cannot be written or read
     */
    public Map<Integer, Integer> claim(List<ResumePoint> free) throws InterruptedException {
        Map<Integer, Integer> incarnations = new HashMap<>();
        List<ResumePoint> open = free;
        while (!open.isEmpty()) {
            read(append(open) + 1);
            open.stream()
                    .filter(start -> claims.isHeld(start.agent(), held.getOrDefault(start.agent(), "")))
                    .forEach(start -> incarnations.put(start.agent(), start.incarnation()));
            open = open.stream()
                    .filter(start -> !incarnations.containsKey(start.agent()))
                    .map(this::free)
                    .toList();
        }
        withdrawOlder();
        return incarnations;
    }

    private ResumePoint free(ResumePoint wanted) {
        int highest = claims.highest(wanted.agent());
        int above = highest == Integer.MAX_VALUE ? highest : highest + 1;
        return wanted.withIncarnation(Math.max(wanted.incarnation(), above));
    }

    /** Reads new claims without waiting, and returns the claim of another process on an agent that this process had claimed. */
    public Optional<AgentRecord> replacement() {
        consumer.poll(Duration.ZERO).forEach(this::offer);
        return held.entrySet().stream()
                .filter(own -> !claims.isHeld(own.getKey(), own.getValue()))
                .findFirst()
                .flatMap(own -> claims.holder(own.getKey()));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private long end() {
        return consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
    }

    private void read(long end) {
        while (consumer.position(topic) < end) {
            consumer.poll(POLL).forEach(this::offer);
        }
    }

    private void offer(ConsumerRecord<byte[], byte[]> record) {
        Keys.parseClaim(InspectedRecords.key(record))
                .filter(key -> key.policyId().equals(policyId))
                .ifPresent(key -> records.read(record, Codecs.AGENT, ClaimInspection::fault)
                        .ifPresent(claim -> claims.offer(key.claim(), claim)));
    }

    /** Appends claims; returns the highest offset. */
    private long append(List<ResumePoint> starts) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ResumePoint start : starts) {
            String id = UUID.randomUUID().toString().replace("-", "");
            held.put(start.agent(), id);
            AgentRecord claim =
                    AgentRecord.claim(policyId, start.agent(), start.incarnation(), start.sequence(), process);
            sent.add(send(start.agent(), id, Codecs.AGENT.encode(claim)));
        }
        long last = -1;
        for (Future<RecordMetadata> claim : sent) {
            last = Math.max(last, await(claim));
        }
        return last;
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // an older claim that stays has no effect; the next claimant withdraws it
    private void withdrawOlder() {
        held.keySet().forEach(agent -> claims.takeOlder(agent).forEach(older -> send(agent, older, null)));
    }

    private Future<RecordMetadata> send(int agent, String claim, byte @Nullable [] value) {
        byte[] key = Keys.claim(policyId, agent, claim).getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(topic.topic(), topic.partition(), key, value));
    }

    private static long await(Future<RecordMetadata> claim) throws InterruptedException {
        try {
            return claim.get().offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("A claim was not stored", e);
        }
    }
}
