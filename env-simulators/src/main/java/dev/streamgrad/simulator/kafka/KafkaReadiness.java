package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether a simulator can begin. */
public final class KafkaReadiness {

    private static final String PATIENCE_MILLIS =
            Long.toString(Duration.ofSeconds(8).toMillis());

    private KafkaReadiness() {}

    /**
     * The topics of a simulator that are not there yet.
     *
     * @throws dev.streamgrad.contract.kafka.KafkaRefusedException if no broker answers, or one refuses
     */
    public static List<String> missingTopics(KafkaAccess access, TopicNames names) {
        Map<String, Object> settings = access.client();
        settings.put("request.timeout.ms", PATIENCE_MILLIS);
        settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
        List<String> needed = List.of(names.trainingSpecs(), names.status(), names.policies(), names.transitions());
        TreeSet<String> missing = new TreeSet<>();
        try (Admin admin = Admin.create(settings)) {
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    admin.describeTopics(needed).topicNameValues().entrySet()) {
                if (!isThere(topic.getValue())) {
                    missing.add(topic.getKey());
                }
            }
        } catch (ExecutionException | KafkaException e) {
            throw access.refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.refused(e);
        }
        return List.copyOf(missing);
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
