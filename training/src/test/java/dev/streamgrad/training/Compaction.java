package dev.streamgrad.training;

import dev.streamgrad.kafka.InspectedRecords;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;

/** Makes a broker compact a topic at once or never, instead of at some later time. */
final class Compaction {

    private Compaction() {}

    /** Keeps every record of a topic for an hour, so that what a test reads does not depend on its speed. */
    static void prevent(Map<String, Object> client, String topic) throws Exception {
        try (Admin admin = Admin.create(client)) {
            set(
                    admin,
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    Map.of("min.compaction.lag.ms", "3600000", "max.compaction.lag.ms", "7200000"));
        }
    }

    /** Sends to the topic until all superseded records are gone. The active segment is never compacted; later records close it. */
    static void force(EmbeddedKafka kafka, String topic, Sending sending) throws Exception {
        try (Admin admin = Admin.create(kafka.access().client())) {
            set(admin, new ConfigResource(ConfigResource.Type.BROKER, ""), Map.of("log.cleaner.backoff.ms", "50"));
            set(
                    admin,
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    Map.of(
                            "segment.ms", "1",
                            "min.cleanable.dirty.ratio", "0",
                            "max.compaction.lag.ms", "1",
                            "delete.retention.ms", "0"));
        }
        Awaited.until("compaction of " + topic, () -> {
            sending.send();
            return isCompact(Rig.all(kafka, topic));
        });
    }

    /** Sends a record that supersedes the one sent before. */
    interface Sending {
        void send() throws Exception;
    }

    /**
     * Whether records are gone and one record is left of each key, except for the key of the newest record, which the cleaner has not
     * reached.
     */
    private static boolean isCompact(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> newest = records.get(records.size() - 1);
        List<String> others = records.stream()
                .map(InspectedRecords::key)
                .filter(key -> !key.equals(InspectedRecords.key(newest)))
                .toList();
        return newest.offset() + 1 > records.size() && Set.copyOf(others).size() == others.size();
    }

    private static void set(Admin admin, ConfigResource what, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(what, changes)).all().get();
    }
}
