package dev.streamgrad.kafka;

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

/** Creates the missing topics with the settings of the contract, and checks the existing ones. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    /** A broker rejects a record that is larger than a segment of its topic. The rest is for the header of the batch. */
    private static final int SEGMENT = TrainingSpec.LARGEST_RECORD + (1 << 20);

    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String CLEANUP = "cleanup.policy";
    private static final String LARGEST = "max.message.bytes";
    private static final String TIMESTAMP = "message.timestamp.type";

    private final KafkaAccess access;
    private final TopicNames names;

    /** Creates access to the topics of one prefix on one cluster. */
    public Topics(KafkaAccess access, TopicNames names) {
        this.access = access;
        this.names = names;
    }

    /**
     * Creates missing topics with the default limits, then checks all topics.
     *
     * @param partitions number of partitions of the transitions topic; permanent once it exists
     * @param replication replicas of each topic; empty for the brokers' default
     * @throws KafkaAccessException with every setting that the contract does not allow
     */
    public void ensure(int partitions, Optional<Short> replication) {
        ensure(partitions, replication, TopicLimits.DEFAULT);
    }

    /**
     * Creates missing topics, then checks all topics.
     *
     * @param partitions number of partitions of the transitions topic; permanent once it exists
     * @param replication replicas of each topic; empty for the brokers' default
     * @param limits retention of the missing topics; existing topics keep theirs
     * @throws KafkaAccessException with every setting that the contract does not allow
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
                throw new KafkaAccessException(String.join(System.lineSeparator(), faults));
            }
        } catch (ExecutionException | KafkaException e) {
            throw access.rejected(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.rejected(e);
        }
    }

    /** Returns the number of partitions of the transitions topic. */
    public int transitionPartitions() {
        String topic = names.transitions();
        try (Admin admin = Admin.create(access.bounded())) {
            Map<String, TopicDescription> found =
                    admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(found.get(topic)).partitions().size();
        } catch (ExecutionException | KafkaException e) {
            throw access.rejected(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.rejected(e);
        }
    }

    private static void create(Admin admin, List<NewTopic> missing) throws ExecutionException, InterruptedException {
        Set<String> rejected = new TreeSet<>();
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                admin.createTopics(missing).values().entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    rejected.add(topic.getKey());
                } else if (!(e.getCause() instanceof TopicExistsException)) { // another program created it first
                    throw e;
                }
            }
        }
        if (!rejected.isEmpty()) {
            throw new TopicAuthorizationException(rejected);
        }
    }

    /** Waits until the brokers list the new topics: the controller creates a topic, and the brokers learn of it a moment later. */
    private void awaitVisible(Admin admin, List<NewTopic> created) throws ExecutionException, InterruptedException {
        List<String> expected = created.stream().map(NewTopic::name).toList();
        long deadline = System.nanoTime() + access.patience().toNanos();
        while (!admin.listTopics().names().get().containsAll(expected) && System.nanoTime() < deadline) {
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
                brief(names.simulators(), replication),
                compacted(names.status(), replication),
                kept(names.metrics(), 1, replication, limits.metrics()),
                kept(names.deadLetters(), 1, replication, limits.deadLetters()));
    }

    private List<String> faults(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Set<String> ordered = Set.of(
                names.trainingSpecs(),
                names.policies(),
                names.agents(),
                names.simulators(),
                names.status(),
                names.metrics());
        Map<ConfigResource, Config> settings = admin.describeConfigs(
                        topics.stream().map(topic -> resource(topic.name())).toList())
                .all()
                .get();
        Map<String, TopicDescription> described = admin.describeTopics(
                        topics.stream().map(NewTopic::name).toList())
                .allTopicNames()
                .get();
        for (NewTopic topic : topics) {
            Config actual = settings.get(resource(topic.name()));
            Map<String, String> required = topic.configs();
            if (actual == null || required == null) {
                continue;
            }
            TopicDescription description = described.get(topic.name());
            if (ordered.contains(topic.name())
                    && description != null
                    && description.partitions().size() > 1) {
                faults.add("Topic " + topic.name() + " has "
                        + description.partitions().size()
                        + " partitions, but the contract requires 1, which orders its records: delete it and create it again, or choose"
                        + " another prefix with --topic-prefix.");
            }
            expect(topic.name(), CLEANUP, value(actual, CLEANUP), String.valueOf(required.get(CLEANUP)), faults);
            expect(topic.name(), TIMESTAMP, value(actual, TIMESTAMP), String.valueOf(required.get(TIMESTAMP)), faults);
            if (Long.parseLong(value(actual, LARGEST)) < TrainingSpec.LARGEST_RECORD) {
                expect(topic.name(), LARGEST, value(actual, LARGEST), String.valueOf(required.get(LARGEST)), faults);
            }
        }
        return faults;
    }

    /**
     * Enlarges the segments of topics that an earlier release created too small for large records. Logs a warning if the broker does not
     * permit it.
     */
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
                        "Topic {} has {}={}: a larger record, such as the snapshot of a large network, would stop the job."
                                + " Alter it to {} with kafka-configs.",
                        topic.getKey().name(),
                        SEGMENT_BYTES,
                        value(topic.getValue(), SEGMENT_BYTES),
                        SEGMENT,
                        e);
            }
        }
    }

    private static void expect(String topic, String setting, String actual, String required, List<String> faults) {
        if (!actual.equals(required)) {
            faults.add("Topic " + topic + " has " + setting + "=" + actual + ", but the contract requires " + required
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
        // The active segment is never compacted. Weights are published often, so segments are small and closed early.
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
        settings.put(SEGMENT_BYTES, Integer.toString(SEGMENT)); // whole segments are deleted, never the active one
        return new NewTopic(name, Optional.of(partitions), replication).configs(settings);
    }

    /** A topic of records that expire after seconds. */
    private static NewTopic brief(String name, Optional<Short> replication) {
        Map<String, String> settings = common();
        settings.put(CLEANUP, "delete");
        settings.put("retention.ms", "600000");
        settings.put("segment.ms", "60000");
        settings.put(SEGMENT_BYTES, Integer.toString(SEGMENT));
        return new NewTopic(name, Optional.of(1), replication).configs(settings);
    }

    private static Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put(TIMESTAMP, "LogAppendTime");
        settings.put(LARGEST, Integer.toString(TrainingSpec.LARGEST_RECORD));
        return settings;
    }
}
