package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics with the settings of the contract: created where they are missing, checked where they are there. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    /** A broker takes no record that is larger than a segment of its topic; beside the record, a batch has a header. */
    private static final int SEGMENT = TrainingSpec.LARGEST_RECORD + (1 << 20);

    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String CLEANUP = "cleanup.policy";
    private static final String LARGEST = "max.message.bytes";
    private static final String TIMESTAMP = "message.timestamp.type";

    private final KafkaAccess access;
    private final TopicNames names;

    /** Topics of one prefix on one cluster. */
    public Topics(KafkaAccess access, TopicNames names) {
        this.access = access;
        this.names = names;
    }

    /**
     * Creates what is missing, then checks all.
     *
     * @param partitions of the transitions topic; fixed for ever once it is there
     * @param replication how many brokers hold each; the brokers' default where empty
     * @throws KafkaRefusedException with every setting that the contract does not allow
     */
    public void ensure(int partitions, Optional<Short> replication) {
        ensure(partitions, replication, TopicLimits.DEFAULT);
    }

    /**
     * Creates what is missing, then checks all.
     *
     * @param partitions of the transitions topic; fixed for ever once it is there
     * @param replication how many brokers hold each; the brokers' default where empty
     * @param limits of the topics that are missing; those that are there keep theirs
     * @throws KafkaRefusedException with every setting that the contract does not allow
     */
    public void ensure(int partitions, Optional<Short> replication, TopicLimits limits) {
        List<NewTopic> wanted = wanted(partitions, replication, limits);
        try (Admin admin = Admin.create(access.bounded())) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = wanted.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            create(admin, missing);
            awaitVisible(admin, missing);
            List<NewTopic> there = wanted.stream()
                    .filter(topic -> present.contains(topic.name()))
                    .toList();
            List<String> faults = faults(admin, there);
            widen(admin, there);
            if (!faults.isEmpty()) {
                throw new KafkaRefusedException(String.join(System.lineSeparator(), faults));
            }
        } catch (ExecutionException | KafkaException e) {
            throw access.refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.refused(e);
        }
    }

    /** How many partitions the transitions topic has. */
    public int transitionPartitions() {
        String topic = names.transitions();
        try (Admin admin = Admin.create(access.bounded())) {
            Map<String, TopicDescription> found =
                    admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(found.get(topic)).partitions().size();
        } catch (ExecutionException | KafkaException e) {
            throw access.refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.refused(e);
        }
    }

    private static void create(Admin admin, List<NewTopic> missing) throws ExecutionException, InterruptedException {
        Set<String> refused = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                admin.createTopics(missing).values().entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    refused.add(topic.getKey());
                } else if (!(e.getCause() instanceof TopicExistsException)) { // another program was quicker
                    throw e;
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new TopicAuthorizationException(refused);
        }
    }

    /** The controller creates a topic; the brokers hear of it a moment later. */
    private void awaitVisible(Admin admin, List<NewTopic> created) throws ExecutionException, InterruptedException {
        List<String> due = created.stream().map(NewTopic::name).toList();
        long deadline = System.nanoTime() + access.patience().toNanos();
        while (!admin.listTopics().names().get().containsAll(due) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<NewTopic> wanted(int partitions, Optional<Short> replication, TopicLimits limits) {
        return List.of(
                compacted(names.trainingSpecs(), replication),
                kept(names.transitions(), partitions, replication, limits.transitions()),
                compacted(names.policies(), replication),
                compacted(names.snapshots(), replication),
                compacted(names.agents(), replication),
                compacted(names.status(), replication),
                kept(names.metrics(), 1, replication, limits.metrics()),
                kept(names.deadLetters(), 1, replication, limits.deadLetters()));
    }

    private List<String> faults(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Set<String> ordered = Set.of(names.trainingSpecs(), names.policies(), names.status(), names.metrics());
        Map<ConfigResource, Config> settings = admin.describeConfigs(
                        topics.stream().map(topic -> resource(topic.name())).toList())
                .all()
                .get();
        Map<String, TopicDescription> described = admin.describeTopics(
                        topics.stream().map(NewTopic::name).toList())
                .allTopicNames()
                .get();
        for (NewTopic topic : topics) {
            Config is = settings.get(resource(topic.name()));
            Map<String, String> must = topic.configs();
            if (is == null || must == null) {
                continue;
            }
            TopicDescription has = described.get(topic.name());
            if (ordered.contains(topic.name())
                    && has != null
                    && has.partitions().size() > 1) {
                faults.add("Topic " + topic.name() + " has " + has.partitions().size()
                        + " partitions, but the contract asks for 1, which orders its records: create it anew, or choose another"
                        + " prefix with --topic-prefix.");
            }
            expect(topic.name(), CLEANUP, value(is, CLEANUP), String.valueOf(must.get(CLEANUP)), faults);
            expect(topic.name(), TIMESTAMP, value(is, TIMESTAMP), String.valueOf(must.get(TIMESTAMP)), faults);
            if (Long.parseLong(value(is, LARGEST)) < TrainingSpec.LARGEST_RECORD) {
                expect(topic.name(), LARGEST, value(is, LARGEST), String.valueOf(must.get(LARGEST)), faults);
            }
        }
        return faults;
    }

    /** An earlier release made segments that large records do not fit into. Where they may not be altered, it is said. */
    private static void widen(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Config> settings = admin.describeConfigs(
                        topics.stream().map(topic -> resource(topic.name())).toList())
                .all()
                .get();
        for (Map.Entry<ConfigResource, Config> topic : settings.entrySet()) {
            if (Long.parseLong(value(topic.getValue(), SEGMENT_BYTES)) >= SEGMENT) {
                continue;
            }
            ConfigEntry wide = new ConfigEntry(SEGMENT_BYTES, Integer.toString(SEGMENT));
            try {
                admin.incrementalAlterConfigs(
                                Map.of(topic.getKey(), List.of(new AlterConfigOp(wide, AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            } catch (ExecutionException e) {
                LOG.warn(
                        "Topic {} has {}={}: a record that is larger, such as the snapshot of a large network, would stop the"
                                + " job. Alter it to {} with kafka-configs.",
                        topic.getKey().name(),
                        SEGMENT_BYTES,
                        value(topic.getValue(), SEGMENT_BYTES),
                        SEGMENT,
                        e);
            }
        }
    }

    private static void expect(String topic, String setting, String is, String must, List<String> faults) {
        if (!is.equals(must)) {
            faults.add("Topic " + topic + " has " + setting + "=" + is + ", but the contract asks for " + must
                    + ": alter the topic with kafka-configs, or choose another prefix with --topic-prefix.");
        }
    }

    private static String value(Config settings, String name) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static NewTopic compacted(String name, Optional<Short> replication) {
        Map<String, String> settings = common();
        settings.put(CLEANUP, "compact");
        // The active segment is never compacted: weights come fast, so segments are small and are closed soon.
        settings.put(SEGMENT_BYTES, Integer.toString(SEGMENT));
        settings.put("segment.ms", "60000");
        settings.put("max.compaction.lag.ms", "60000");
        settings.put("min.cleanable.dirty.ratio", "0.1");
        return new NewTopic(name, Optional.of(1), replication).configs(settings);
    }

    private static NewTopic kept(String name, int partitions, Optional<Short> replication, long bytes) {
        Map<String, String> settings = common();
        settings.put(CLEANUP, "delete");
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", Long.toString(bytes));
        settings.put(
                SEGMENT_BYTES, Integer.toString(SEGMENT)); // whole segments are deleted, and never the one that grows
        return new NewTopic(name, Optional.of(partitions), replication).configs(settings);
    }

    private static Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put(TIMESTAMP, "LogAppendTime");
        settings.put(LARGEST, Integer.toString(TrainingSpec.LARGEST_RECORD));
        return settings;
    }
}
