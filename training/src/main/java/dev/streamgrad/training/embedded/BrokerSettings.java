package dev.streamgrad.training.embedded;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The settings of the embedded broker: one node, few threads, small buffers; it starts and recovers its log quickly. */
record BrokerSettings(int node, String host, int port, int controllerPort) {

    static final String CONTROLLER = "CONTROLLER";

    private static final int MOST_BYTES = TrainingSpec.LARGEST_RECORD;

    Properties properties(Path directory) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(node));
        settings.put("controller.quorum.voters", node + "@" + host + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "listeners",
                "PLAINTEXT://" + host + ":" + port + "," + CONTROLLER + "://" + host + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("log.dirs", List.of(directory.toString())); // a list, since text would be split at commas
        singleNode(settings);
        small(settings);
        return settings;
    }

    private static void singleNode(Properties settings) {
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // After SIGKILL, the controller keeps the old broker's session for this long; only then can the new one serve.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("controlled.shutdown.enable", "false");
    }

    private static void small(Properties settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("log.cleaner.io.buffer.size", Integer.toString(512 << 10));
        settings.put("message.max.bytes", Integer.toString(MOST_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(MOST_BYTES));
        settings.put("socket.request.max.bytes", Integer.toString(2 * MOST_BYTES));
        settings.put("log.segment.bytes", Integer.toString(MOST_BYTES));
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    }
}
