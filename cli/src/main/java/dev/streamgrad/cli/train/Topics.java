package dev.streamgrad.cli.train;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates the topics with the settings of the contract; those that are there already stay as they are. */
final class Topics {

    private static final String SEGMENT = Integer.toString(16 << 20);

    private Topics() {}

    static void create(Map<String, Object> client, TopicNames names, int partitions)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(client)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> wanted = List.of(
                    compacted(names.trainingSpecs()),
                    kept(names.transitions(), partitions),
                    compacted(names.policies()),
                    compacted(names.snapshots()),
                    compacted(names.agents()),
                    compacted(names.status()),
                    kept(names.metrics(), 1),
                    kept(names.deadLetters(), 1));
            admin.createTopics(wanted.stream()
                            .filter(topic -> !present.contains(topic.name()))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static NewTopic compacted(String name) {
        Map<String, String> settings = common();
        settings.put("cleanup.policy", "compact");
        // The active segment is never compacted: weights come fast, so segments are small and are closed soon.
        settings.put("segment.bytes", SEGMENT);
        settings.put("segment.ms", "60000");
        settings.put("max.compaction.lag.ms", "60000");
        settings.put("min.cleanable.dirty.ratio", "0.1");
        return topic(name, 1, settings);
    }

    private static NewTopic kept(String name, int partitions) {
        Map<String, String> settings = common();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", "-1");
        return topic(name, partitions, settings);
    }

    private static Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("max.message.bytes", Integer.toString(KafkaEnds.MOST_BYTES));
        return settings;
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)).configs(settings);
    }
}
