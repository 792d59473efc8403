package dev.streamgrad.training;

import dev.streamgrad.actor.ActingLoop;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.actor.kafka.KafkaAgentLog;
import dev.streamgrad.actor.kafka.KafkaPolicySource;
import dev.streamgrad.actor.kafka.KafkaTransitionSink;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.embedded.EmbeddedJob;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real job on a real broker and a real mini cluster; tests may send any records to them and break anything. */
public final class Rig implements AutoCloseable {

    public static final TopicNames NAMES = TopicNames.DEFAULT;

    private final TestCluster cluster;
    private final boolean ownsCluster;
    private final TopicNames names;
    private final EmbeddedJob job;
    private final Map<String, Object> client;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Starts a broker, a mini cluster and the job. */
    public Rig(Path directory, int partitions) throws Exception {
        this(new TestCluster(directory), true, NAMES, partitions, Start.FRESH);
    }

    /** Starts the job, with topics of its own, on a broker and a mini cluster that other jobs use too. */
    Rig(TestCluster cluster, String prefix, int partitions) throws Exception {
        this(cluster, prefix, partitions, environment -> {});
    }

    /** Starts the job after {@code adjust} has changed it. */
    Rig(TestCluster cluster, String prefix, int partitions, Consumer<StreamExecutionEnvironment> adjust)
            throws Exception {
        this(cluster, false, new TopicNames(prefix), partitions, new Start(Optional.empty(), List.of(), adjust));
    }

    private Rig(TestCluster cluster, boolean ownsCluster, TopicNames names, int partitions, Start start)
            throws Exception {
        this.cluster = cluster;
        this.ownsCluster = ownsCluster;
        this.names = names;
        KafkaAccess access = cluster.kafka().access();
        client = access.client();
        new Topics(access, names).ensure(partitions, Optional.empty());
        for (String topic : List.of(names.policies(), names.status(), names.snapshots())) {
            Compaction.prevent(client, topic);
        }
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        for (ProducerRecord<byte[], byte[]> record : start.log()) {
            producer.send(record).get();
        }
        job = cluster.flink().submit(names.prefix(), start.savepoint(), environment -> {
            environment.setParallelism(1);
            new KafkaPipeline(names, access.properties()).build(environment);
            start.adjust().accept(environment);
        });
    }

    /** What the job starts with: its savepoint and the records that the topics hold already. */
    private record Start(
            Optional<String> savepoint,
            List<ProducerRecord<byte[], byte[]>> log,
            Consumer<StreamExecutionEnvironment> adjust) {

        static final Start FRESH = new Start(Optional.empty(), List.of(), environment -> {});
    }

    /** Restores the job from a savepoint, with topics that hold {@code log}. */
    static Rig restored(Path directory, int partitions, Path savepoint, List<ProducerRecord<byte[], byte[]>> log)
            throws Exception {
        return new Rig(
                new TestCluster(directory),
                true,
                NAMES,
                partitions,
                new Start(Optional.of(savepoint.toUri().toString()), log, environment -> {}));
    }

    /** Starts another job on the same broker and mini cluster; from scratch, on the same topics if these are the same. */
    Rig beside(TopicNames topics, int partitions) throws Exception {
        return new Rig(cluster, false, topics, partitions, Start.FRESH);
    }

    /** The topics of the job. */
    TopicNames names() {
        return names;
    }

    public void submit(TrainingSpec spec) throws Exception {
        byte[] key = Keys.trainingSpec(spec.policyId(), spec.revision()).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(names.trainingSpecs(), key, Codecs.TRAINING_SPEC.encode(spec)))
                .get();
    }

    /** How to connect to the broker. */
    public KafkaAccess access() {
        return cluster.kafka().access();
    }

    /** Sends bytes to the transitions topic, to the partition of an agent's blocks. */
    void inject(TrainingSpec spec, int agent, byte[] value) {
        int partition = Partitions.of(
                spec.policyId(),
                agent,
                producer.partitionsFor(names.transitions()).size());
        byte[] key = Keys.agent(spec.policyId(), agent).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(names.transitions(), partition, key, value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes under a key to a topic with one partition. */
    void send(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts all agents at their positions in the log; each block passes through {@code tampering} before it is sent. */
    public Acting act(TrainingSpec spec, UnaryOperator<TransitionSink> tampering) {
        KafkaPolicySource policies = new KafkaPolicySource(client, names.policies(), spec, 0, (record, reason) -> {});
        KafkaTransitionSink transitions = new KafkaTransitionSink(client, names.transitions());
        KafkaAgentLog.Question question = KafkaAgentLog.Question.ofAll(spec, policies.position(() -> {}));
        AgentPool pool = new AgentPool(spec, EnvironmentRegistry.standard(), starts(question));
        ActingLoop loop = new ActingLoop(spec, pool, policies, tampering.apply(transitions));
        Thread thread = new Thread(loop::run, "agents-of-" + spec.policyId());
        thread.setDaemon(true);
        thread.start();
        Acting acting = new Acting(loop, policies, transitions, thread);
        open.add(acting);
        return acting;
    }

    private List<ResumePoint> starts(KafkaAgentLog.Question question) {
        try {
            return KafkaAgentLog.starts(client, names.transitions(), question, KafkaAgentLog.Claims.UNCONTESTED);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the job; the topics stay. */
    void endJob() {
        job.close();
    }

    /** Deletes all records of the transitions topic, as its retention may. */
    void deleteTransitions() throws Exception {
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            producer.partitionsFor(names.transitions())
                    .forEach(info -> ends.put(new TopicPartition(info.topic(), info.partition()), OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            admin.deleteRecords(all).all().get();
        }
    }

    /** Running agents. */
    public record Acting(ActingLoop loop, KafkaPolicySource policies, KafkaTransitionSink transitions, Thread thread)
            implements AutoCloseable {

        /** Stops them before their next step. */
        @Override
        public void close() {
            loop.close();
            policies.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            transitions.close();
        }
    }

    /** Follows a policy to its last version. Fails if nothing new arrives for so long that something must hang. */
    public Runs follow(TrainingSpec spec) {
        Runs runs = new Runs();
        int seen = 0;
        long deadline = System.nanoTime() + Awaited.LIMIT.toNanos();
        try (PolicyTopicsReader reader = new PolicyTopicsReader(client, names, spec, runs)) {
            while (!complete(runs)) {
                reader.poll(Duration.ofMillis(100));
                job.failure().ifPresent(problem -> {
                    throw new AssertionError("The job ended", problem);
                });
                if (runs.policies.size() > seen) {
                    seen = runs.policies.size();
                    deadline = System.nanoTime() + Awaited.LIMIT.toNanos();
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "No version of " + spec.policyId() + " after " + (seen - 1) + " for " + Awaited.LIMIT);
                }
            }
        }
        return runs;
    }

    private static boolean complete(Runs runs) {
        return runs.policies.values().stream()
                .anyMatch(policy -> policy.last()
                        && runs.metrics.stream().anyMatch(update -> update.version() == policy.version()));
    }

    /** Every record of a topic. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        return all(cluster.kafka(), topic);
    }

    /** Every record of a topic. */
    static List<ConsumerRecord<byte[], byte[]>> all(EmbeddedKafka kafka, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.access().client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable part : open) {
                part.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            producer.close();
            job.close();
            if (ownsCluster) {
                cluster.close();
            }
        }
    }
}
