package dev.streamgrad.actor.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Announces what this process can act, so that the status of a policy can say if no simulator acts for it. An announcement is sent when it
 * changes, and repeated every {@value #INTERVAL_MILLIS} ms. Not safe for use by several threads.
 */
public final class SimulatorAnnouncer implements AutoCloseable {

    static final int INTERVAL_MILLIS = 2_000;
    static final int VALID_MILLIS = 10_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String topic;
    private final String process;
    private final String software;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private Optional<Abilities> sent = Optional.empty();
    private long sentAt;

    /**
     * What a process can act.
     *
     * @param environments ids of its environments
     * @param policies policies in training whose agents it can act
     * @param rejections why it cannot act the agents of other policies in training, by policy
     */
    public record Abilities(List<String> environments, List<String> policies, Map<String, String> rejections) {}

    /**
     * Connects.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param process name of this process
     * @param software implementation and version
     */
    public SimulatorAnnouncer(
            Map<String, Object> client, TopicNames names, String process, String software, Clock clock) {
        this.topic = names.simulators();
        this.process = process;
        this.software = software;
        this.clock = clock;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, VALID_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, VALID_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, VALID_MILLIS);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends the abilities if they changed or were sent a while ago. Does not wait for the broker.
     *
     * @throws KafkaException if an earlier announcement was rejected
     */
    public void announce(Abilities abilities) {
        check();
        long now = clock.millis();
        if (sent.filter(abilities::equals).isEmpty() || now - sentAt >= INTERVAL_MILLIS) {
            send(abilities, VALID_MILLIS);
            sent = Optional.of(abilities);
            sentAt = now;
        }
    }

    /** Announces that the process leaves. */
    @Override
    public void close() {
        sent.ifPresent(abilities -> send(abilities, 0));
        producer.close(CLOSE_TIMEOUT);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback stores a failure, and the next call throws it
    private void send(Abilities abilities, int validMillis) {
        byte[] value = Codecs.ANNOUNCEMENT.encode(announcement(abilities, validMillis));
        producer.send(
                new ProducerRecord<>(topic, 0, process.getBytes(StandardCharsets.UTF_8), value),
                (metadata, problem) -> {
                    if (problem != null) {
                        failure.set(problem);
                    }
                });
    }

    private SimulatorAnnouncement announcement(Abilities abilities, int validMillis) {
        Map<String, String> rejections = new TreeMap<>();
        abilities.rejections().entrySet().stream()
                .limit(SimulatorAnnouncement.MOST_REJECTIONS)
                .forEach(rejection -> rejections.put(rejection.getKey(), shortened(rejection.getValue())));
        return new SimulatorAnnouncement(
                process,
                software,
                first(abilities.environments()),
                first(abilities.policies()),
                rejections,
                validMillis);
    }

    private static List<String> first(List<String> names) {
        return names.stream().limit(SimulatorAnnouncement.MOST_NAMES).toList();
    }

    private static String shortened(String reason) {
        int most = SimulatorAnnouncement.MOST_CHARACTERS;
        return reason.length() <= most ? reason : reason.substring(0, most - 1) + "…";
    }

    /** Throws a failure once; a broker that does not answer is tried again. */
    private void check() {
        Exception problem = failure.getAndSet(null);
        if (problem != null && !(problem instanceof org.apache.kafka.common.errors.RetriableException)) {
            throw problem instanceof KafkaException known ? known : new KafkaException(problem);
        }
    }
}
