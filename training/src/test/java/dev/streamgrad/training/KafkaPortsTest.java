package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.LearnerPosition;
import dev.streamgrad.actor.PolicySource;
import dev.streamgrad.actor.RecentPolicies;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.actor.VersionGoneException;
import dev.streamgrad.actor.kafka.KafkaAgentLog;
import dev.streamgrad.actor.kafka.KafkaPolicySource;
import dev.streamgrad.actor.kafka.KafkaTransitionSink;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the acting loop's ports, for those in memory and those over a real broker. */
final class KafkaPortsTest {

    private static final int LAG = 1;
    private static final int PARTITIONS = 3;
    private static final TopicNames NAMES = TopicNames.DEFAULT;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Map<String, Object> client;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, OptionalInt.empty());
        KafkaAccess access = kafka.access();
        client = access.client();
        new Topics(access, NAMES).ensure(PARTITIONS, Optional.empty());
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    private enum Kind {
        IN_MEMORY,
        KAFKA
    }

    @ParameterizedTest
    @EnumSource
    void aPolicySourceReturnsTheVersionsOfItsOwnPolicyOnly(Kind kind) throws Exception {
        List<PolicyUpdate> ours = versions("several-" + kind);
        List<PolicyUpdate> others = versions("several-" + kind + "-more"); // one id is a prefix of the other
        try (Ports ports = new Ports(kind, "several-" + kind)) {
            others.forEach(ports::publish);
            for (PolicyUpdate version : ours) {
                ports.publish(version);
                assertThat(ports.source.awaitVersion(version.version()))
                        .get()
                        .usingRecursiveComparison()
                        .isEqualTo(version);
            }
            assertThatThrownBy(() -> ports.source.awaitVersion(0)).isInstanceOf(VersionGoneException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPolicySourceWakesWaitingCallersForAVersionAndOnClose(Kind kind) throws Exception {
        List<PolicyUpdate> versions = versions("waiting-" + kind);
        try (Ports ports = new Ports(kind, "waiting-" + kind)) {
            CompletableFuture<Boolean> arrives = CompletableFuture.supplyAsync(() -> arrives(ports.source, 1));
            CompletableFuture<Boolean> neverArrives = CompletableFuture.supplyAsync(() -> arrives(ports.source, 99));
            ports.publish(versions.get(0));
            ports.publish(versions.get(1));
            assertThat(arrives.get()).isTrue();
            assertThat(neverArrives).isNotDone();
            ports.exit.run();
            assertThat(neverArrives.get()).isFalse();
        }
    }

    @Test
    void aTransitionSinkKeepsEachAgentsOrderAndTheLogYieldsItsResumePoint() throws InterruptedException {
        TrainingSpec spec = spec("resuming");
        List<TransitionBlock> sent = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sendTombstone(NAMES.transitions(), partition, "stray");
        }
        try (KafkaTransitionSink sink = new KafkaTransitionSink(client, NAMES.transitions())) {
            TransitionSink both = block -> {
                sent.add(block);
                sink.publish(block);
            };
            AgentPool pool = AgentPool.fresh(spec, EnvironmentRegistry.standard(), 0, Runs.AGENTS);
            pool.load(versions("resuming").get(0));
            IntStream.range(0, 3 * Runs.LENGTH + 5).forEach(step -> pool.step(both));
            sink.flush();
        }
        List<ConsumerRecord<byte[], byte[]>> log = log();
        List<ResumePoint> starts = KafkaAgentLog.starts(
                client,
                NAMES.transitions(),
                KafkaAgentLog.Question.ofAll(spec, LearnerPosition.at(1)),
                KafkaAgentLog.Claims.UNCONTESTED);
        for (int agent = 0; agent < Runs.AGENTS; agent++) {
            int number = agent;
            List<TransitionBlock> own =
                    sent.stream().filter(block -> block.agent() == number).toList();
            String key = Keys.agent(spec.policyId(), agent);
            assertThat(log.stream()
                            .filter(entry -> key.equals(new String(entry.key(), StandardCharsets.UTF_8)))
                            .peek(entry -> assertThat(entry.partition())
                                    .isEqualTo(Partitions.of(spec.policyId(), number, PARTITIONS)))
                            .map(ConsumerRecord::value))
                    .containsExactlyElementsOf(
                            own.stream().map(Codecs.TRANSITION_BLOCK::encode).toList());
            AgentHistory history = new AgentHistory(spec, agent);
            own.forEach(history::offer);
            assertThat(history.sequence()).isPositive();
            assertThat(starts.get(agent)).usingRecursiveComparison().isEqualTo(history.resume(0, 1));
            assertThat(startSinceItsNewestBlock(spec, agent, log))
                    .usingRecursiveComparison()
                    .isEqualTo(history.resume(7, 1));
        }
    }

    /** The resume point if the log is read from the agent's newest block on; its episode may have begun in an earlier block. */
    private static ResumePoint startSinceItsNewestBlock(
            TrainingSpec spec, int agent, List<ConsumerRecord<byte[], byte[]>> log) throws InterruptedException {
        String key = Keys.agent(spec.policyId(), agent);
        long since = log.stream()
                .filter(entry -> key.equals(new String(entry.key(), StandardCharsets.UTF_8)))
                .mapToLong(ConsumerRecord::timestamp)
                .max()
                .orElseThrow();
        return KafkaAgentLog.starts(
                        client,
                        NAMES.transitions(),
                        new KafkaAgentLog.Question(spec, List.of(agent), since, LearnerPosition.at(1)),
                        wanted -> Map.of(agent, 7))
                .get(0);
    }

    @Test
    void aTransitionSinkReportsAnUndeliveredBlock() throws Exception {
        try (Admin admin = Admin.create(client)) {
            NewTopic small = new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "100"));
            admin.createTopics(List.of(small)).all().get();
        }
        TrainingSpec spec = spec("undelivered");
        try (KafkaTransitionSink sink = new KafkaTransitionSink(client, "small")) {
            AgentPool pool = AgentPool.fresh(spec, EnvironmentRegistry.standard(), 0, 1);
            pool.load(versions("undelivered").get(0));
            List<TransitionBlock> blocks = new ArrayList<>();
            IntStream.range(0, Runs.LENGTH).forEach(step -> pool.step(blocks::add));
            sink.publish(blocks.get(0));
            assertThatThrownBy(sink::flush)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("could not be delivered to small", "must resume from the log");
            assertThatThrownBy(() -> sink.publish(blocks.get(0)))
                    .hasMessageContaining("could not be delivered to small");
        }
    }

    /** A Kafka client registers an MBean when it is created and unregisters it when it is closed. */
    @Test
    void nothingStaysOpenIfAPortCannotBeOpened() throws Exception {
        Map<String, Object> named = new HashMap<>(client);
        named.put(CommonClientConfigs.CLIENT_ID_CONFIG, "unopened");
        MBeanServer clients = ManagementFactory.getPlatformMBeanServer();
        assertThatThrownBy(() -> new KafkaTransitionSink(named, "no/topic")).isInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> new KafkaPolicySource(named, "no/topic", spec("any"), 0, (record, reason) -> {}))
                .isInstanceOf(KafkaException.class);
        assertThat(clients.isRegistered(new ObjectName("kafka.producer:type=app-info,id=unopened")))
                .isFalse();
        assertThat(clients.isRegistered(new ObjectName("kafka.consumer:type=app-info,id=unopened")))
                .isFalse();
    }

    /** A policy source and a way to publish to it. */
    private static final class Ports implements AutoCloseable {

        final PolicySource source;
        private final Consumer<PolicyUpdate> publication;
        private final Runnable exit;

        Ports(Kind kind, String policyId) {
            if (kind == Kind.KAFKA) {
                KafkaPolicySource overKafka =
                        new KafkaPolicySource(client, NAMES.policies(), spec(policyId), 0, (record, reason) -> {});
                source = overKafka;
                publication = KafkaPortsTest::send;
                exit = overKafka::close;
            } else {
                RecentPolicies recent = new RecentPolicies(policyId, LAG);
                source = recent;
                publication = version -> recent.offer(version, 0);
                exit = recent::close;
            }
        }

        void publish(PolicyUpdate version) {
            publication.accept(version);
        }

        @Override
        public void close() {
            exit.run();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the test waits for the version later
    private static void send(PolicyUpdate version) {
        byte[] key = Keys.policy(version.policyId(), version.version(), version.lag())
                .getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(NAMES.policies(), key, Codecs.POLICY_UPDATE.encode(version)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the test waits for later records
    private static void sendTombstone(String topic, int partition, String key) {
        producer.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), null));
    }

    private static List<ConsumerRecord<byte[], byte[]>> log() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(NAMES.transitions(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (records.size() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    private static boolean arrives(PolicySource source, long version) {
        try {
            return source.awaitVersion(version).isPresent();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrainingSpec spec(String policyId) {
        return Runs.spec("policyId=" + policyId, "rollouts.lag=" + LAG, "budget.totalSteps=256");
    }

    /** The versions that agents act with: all but the last. */
    private static List<PolicyUpdate> versions(String policyId) {
        return Runs.serial(spec(policyId)).policies.values().stream()
                .filter(policy -> !policy.last())
                .toList();
    }
}
