package dev.streamgrad.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Checks that a broker returns the cluster's metadata; its port is open long before that. */
final class BrokerHealth implements Health {

    private static final int PATIENCE_MILLIS = 5_000;

    private final String servers;
    private @Nullable Admin admin;

    /** The health of the broker at {@code HOST:PORT}; the first check connects to it. */
    BrokerHealth(String servers) {
        this.servers = servers;
    }

    @Override
    public synchronized Optional<String> missing() {
        try {
            if (admin == null) {
                admin = Admin.create(Map.of(
                        "bootstrap.servers",
                        servers,
                        "default.api.timeout.ms",
                        PATIENCE_MILLIS,
                        "request.timeout.ms",
                        PATIENCE_MILLIS));
            }
            admin.describeCluster().nodes().get();
            return Optional.empty();
        } catch (ExecutionException | KafkaException e) {
            return Optional.of("the broker does not answer at " + servers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
