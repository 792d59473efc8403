package dev.streamgrad.actor.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Looks for running simulators of an earlier release. They have one group for all policies, and act the agents of every policy. As long as
 * one of them runs, this process must not act: both would act for the same agents.
 */
public final class EarlierSimulators implements AutoCloseable {

    private final Admin admin;
    private final String group;

    /**
     * Connects.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     */
    public EarlierSimulators(Map<String, Object> client, TopicNames names) {
        admin = Admin.create(client);
        group = names.simulatorGroup();
    }

    /** The group that the simulators of earlier releases join. */
    public String group() {
        return group;
    }

    /**
     * The number of simulators of an earlier release.
     *
     * @param patience how long to wait for the answer
     * @throws KafkaException if Kafka rejects the request, or does not answer in time
     */
    public int count(Duration patience) {
        KafkaFuture<ConsumerGroupDescription> described = Objects.requireNonNull(
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group));
        try {
            return described
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .members()
                    .size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not describe the group " + group, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
