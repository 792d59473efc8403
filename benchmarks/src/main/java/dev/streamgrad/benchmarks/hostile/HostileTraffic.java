package dev.streamgrad.benchmarks.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamgrad.benchmarks.hostile.HostileRecord.Fate;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.learner.update.Learner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes hostile records to all topics during trainings, and accounts for each. Arguments: bootstrap servers, number of records, records
 * per second, seed, the file for the report (JSON), policy ids. Ends with status 1 if a dead letter is missing or a record was not sent.
 */
public final class HostileTraffic {

    /** The trainings must have reached this version, so that there are blocks whose rows have been learned from. */
    private static final long VERSIONS_FIRST = 4;

    private static final int BURST = 100;

    private final TopicNames names = TopicNames.DEFAULT;
    private final SplittableRandom random;
    private final List<String> policies;
    private final PublishedRecords published;
    private final HostileBlocks blocks;
    private final HostileRecords records;
    private final int partitions;
    private final Map<String, Long> sent = new TreeMap<>();
    private final DeadLetterAccount account;
    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    private long seenBefore;
    private double seconds;

    private HostileTraffic(
            PublishedRecords published, DeadLetterAccount account, List<String> policies, int partitions, long seed) {
        this.published = published;
        this.account = account;
        this.policies = policies;
        this.partitions = partitions;
        random = new SplittableRandom(seed);
        blocks = new HostileBlocks(random);
        records = new HostileRecords(random);
    }

    /** Runs the program; see the class for the arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String servers = arguments[0];
        List<String> policies = List.of(arguments).subList(5, arguments.length);
        PublishedRecords published = PublishedRecords.read(servers, Set.copyOf(policies), VERSIONS_FIRST);
        try (KafkaProducer<byte[], byte[]> producer = producer(servers);
                DeadLetterAccount account = new DeadLetterAccount(servers)) {
            int partitions =
                    producer.partitionsFor(TopicNames.DEFAULT.transitions()).size();
            HostileTraffic traffic =
                    new HostileTraffic(published, account, policies, partitions, Long.parseLong(arguments[3]));
            traffic.send(producer, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            account.settle();
            new ObjectMapper().writeValue(Path.of(arguments[4]).toFile(), traffic.report());
            System.exit(account.missing().isEmpty() && traffic.failures.isEmpty() ? 0 : 1);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String servers) {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ProducerConfig.LINGER_MS_CONFIG, 5);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int count, int perSecond) throws InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            send(producer);
            long due = begun + (i + 1L) * 1_000_000_000L / perSecond;
            if (i % BURST == 0 && due > System.nanoTime()) {
                Thread.sleep((due - System.nanoTime()) / 1_000_000);
            }
        }
        producer.flush();
        seconds = (System.nanoTime() - begun) / 1e9;
    }

    private void send(KafkaProducer<byte[], byte[]> producer) {
        String policyId = policies.get(random.nextInt(policies.size()));
        int share = random.nextInt(100);
        if (share < 80) {
            HostileBlocks.Learned learned = published.block(policyId, random);
            int partition = Partitions.of(policyId, learned.block().agent(), partitions);
            send(producer, names.transitions(), partition, blocks.next(learned));
        } else if (share < 84) {
            send(producer, names.policies(), 0, records.policy(published.policy(policyId)));
        } else if (share < 88) {
            send(producer, names.trainingSpecs(), 0, records.spec(published.spec(policyId)));
        } else if (share < 91) {
            PolicyStatus status = new PolicyStatus(policyId, PolicyStatus.State.RUNNING, "", 1, 0);
            send(producer, names.status(), 0, damaged(policyId, Codecs.STATUS.encode(status)));
        } else if (share < 94) {
            // A higher incarnation would stop the agent until its owner claims it again; docs/contract.md states this.
            byte[] claim = Codecs.AGENT.encode(AgentRecord.claim(policyId, 0, 0, Long.MAX_VALUE, "forger"));
            send(producer, names.agents(), 0, damaged(Keys.claim(policyId, 0, "0".repeat(32)), claim));
        } else if (share < 96) {
            send(producer, names.snapshots(), 0, records.snapshot(Learner.initialState(published.spec(policyId))));
        } else if (share < 98) {
            byte[] metrics =
                    Codecs.METRICS.encode(new TrainingMetrics(policyId, 1, 1, Map.of("train/loss", Double.NaN)));
            send(producer, names.metrics(), 0, damaged(policyId, metrics));
        } else {
            send(producer, names.deadLetters(), 0, damaged(policyId, new byte[] {1}));
        }
    }

    private HostileRecord damaged(String key, byte[] whole) {
        return records.damaged(key, whole, Fate.PASSED_OVER);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, HostileRecord record) {
        String kind = topic + ": " + record.kind();
        sent.merge(kind, 1L, Long::sum);
        seenBefore += record.fate() == Fate.SEEN_BEFORE ? 1 : 0;
        producer.send(new ProducerRecord<>(topic, partition, record.key(), record.value()), (metadata, failure) -> {
            if (failure != null) {
                failures.add(failure);
            } else if (record.fate() == Fate.DEAD_LETTER) {
                account.expect(kind, topic, partition, metadata.offset());
            }
        });
    }

    private Map<String, Object> report() {
        return Map.of(
                "sent", sent,
                "deadLetters", account.found(),
                "missing", account.missing(),
                "unexpected", account.unexpected(),
                "seenBefore", seenBefore,
                "notSent", failures.size(),
                "seconds", seconds);
    }
}
