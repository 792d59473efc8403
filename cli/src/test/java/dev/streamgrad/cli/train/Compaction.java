package dev.streamgrad.cli.train;

import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.contract.kafka.InspectedRecords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;

/** Lets a broker compact a topic now, of which it would take its time. */
final class Compaction {

    private Compaction() {}

    /** Sends to the topic until nothing is left of what is superseded: the active segment is never compacted, and is closed by what follows. */
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

    /** Something that supersedes itself. */
    interface Sending {
        void send() throws Exception;
    }

    /** Whether something is gone, and of each key one record is left; but for the newest, which the cleaner has not come to. */
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
