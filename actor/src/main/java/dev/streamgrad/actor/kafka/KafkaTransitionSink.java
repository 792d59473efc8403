package dev.streamgrad.actor.kafka;

import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes blocks to the transitions topic: idempotent, acknowledged by all in-sync replicas, without a limit of the delivery
 * time. An expired batch would leave a silent gap, so any failure is final: the next call throws it, and the agents must resume
 * from the log.
 */
public final class KafkaTransitionSink implements TransitionSink, AutoCloseable {

    /** Close timeout: how long pending blocks may take to arrive. The log shows which have arrived. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * Connects, and reads the number of partitions of the topic.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     */
    public KafkaTransitionSink(Map<String, Object> client, String topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 600_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TrainingSpec.LARGEST_RECORD);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * TrainingSpec.LARGEST_RECORD);
        this.topic = topic;
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            partitions = producer.partitionsFor(topic).size();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback stores a failure, and the next call throws it
    public void publish(TransitionBlock block) {
        check();
        byte[] key = Keys.agent(block.policyId(), block.agent()).getBytes(StandardCharsets.UTF_8);
        int partition = Partitions.of(block.policyId(), block.agent(), partitions);
        byte[] value = Codecs.TRANSITION_BLOCK.encode(block);
        producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    @Override
    public void flush() {
        producer.flush();
        check();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void check() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException(
                    "A block could not be delivered to " + topic + ": " + problem.getMessage()
                            + " The agents must resume from the log.",
                    problem);
        }
    }
}
