package dev.streamgrad.actor.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks whether a simulator can start: whether a broker answers, and which topics are missing. */
public final class KafkaReadiness implements AutoCloseable {

    private final KafkaAccess access;
    private final Admin admin;
    private final Map<String, KafkaFuture<TopicDescription>> asked;

    /**
     * Sends the request; does not wait for the answer.
     *
     * @throws dev.streamgrad.kafka.KafkaAccessException if the client properties are invalid
     */
    public KafkaReadiness(KafkaAccess access, TopicNames names) {
        this.access = access;
        try {
            admin = Admin.create(access.client());
            asked = admin.describeTopics(List.of(
                            names.trainingSpecs(),
                            names.status(),
                            names.policies(),
                            names.transitions(),
                            names.agents(),
                            names.simulators()))
                    .topicNameValues();
        } catch (KafkaException e) {
            throw access.rejected(e);
        }
    }

    /**
     * The missing topics; empty if no broker has answered yet.
     *
     * @param patience how long to wait for the answer
     * @throws dev.streamgrad.kafka.KafkaAccessException if a broker rejects the client, or the client has given up
     */
    public Optional<List<String>> missingTopics(Duration patience) {
        try {
            KafkaFuture.allOf(asked.values().toArray(KafkaFuture<?>[]::new))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .handle((all, failure) -> "answered")
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            TreeSet<String> missing = new TreeSet<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
                if (!isThere(topic.getValue())) {
                    missing.add(topic.getKey());
                }
            }
            return Optional.of(List.copyOf(missing));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw access.rejected(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.rejected(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private static boolean isThere(KafkaFuture<TopicDescription> topic)
            throws ExecutionException, InterruptedException {
        try {
            topic.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
