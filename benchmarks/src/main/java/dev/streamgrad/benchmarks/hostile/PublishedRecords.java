package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.benchmarks.hostile.HostileBlocks.Learned;
import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Records that the trainings have published, from which hostile records are created; read once. */
final class PublishedRecords {

    private static final int MOST_BLOCKS = 256;

    private final Map<String, TrainingSpec> specs = new HashMap<>();
    private final Map<String, PolicyUpdate> newest = new HashMap<>();
    private final Map<String, List<TransitionBlock>> blocks = new HashMap<>();
    private final Set<String> policies;

    private PublishedRecords(Set<String> policies) {
        this.policies = policies;
    }

    /** Reads until every policy has reached this version. */
    static PublishedRecords read(String bootstrapServers, Set<String> policies, long versions) {
        PublishedRecords published = new PublishedRecords(policies);
        TopicNames names = TopicNames.DEFAULT;
        try (KafkaConsumer<byte[], byte[]> consumer = Consumers.fromTheBeginning(
                bootstrapServers, names.trainingSpecs(), names.policies(), names.transitions())) {
            while (!published.complete(versions)) {
                consumer.poll(Duration.ofSeconds(1)).forEach(published::take);
            }
        }
        return published;
    }

    /** A random block whose rows the newest version has learned from. */
    Learned block(String policyId, SplittableRandom random) {
        List<TransitionBlock> learned = blocks.getOrDefault(policyId, List.of());
        return new Learned(spec(policyId), learned.get(random.nextInt(learned.size())));
    }

    /** The newest version that was read. */
    PolicyUpdate policy(String policyId) {
        return Optional.ofNullable(newest.get(policyId)).orElseThrow();
    }

    /** The spec of a policy. */
    TrainingSpec spec(String policyId) {
        return Optional.ofNullable(specs.get(policyId)).orElseThrow();
    }

    private boolean complete(long versions) {
        blocks.forEach((policyId, read) -> read.removeIf(block -> !newest.containsKey(policyId)
                || block.rollout() >= policy(policyId).version()));
        return policies.stream()
                .allMatch(policyId -> specs.containsKey(policyId)
                        && newest.containsKey(policyId)
                        && policy(policyId).version() >= versions
                        && !blocks.getOrDefault(policyId, List.of()).isEmpty());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(TopicNames.DEFAULT.trainingSpecs())) {
            decode(Codecs.TRAINING_SPEC, record, spec -> specs.putIfAbsent(spec.policyId(), spec));
        } else if (record.topic().equals(TopicNames.DEFAULT.policies())) {
            decode(Codecs.POLICY_UPDATE, record, update -> newest.put(update.policyId(), update));
        } else {
            decode(Codecs.TRANSITION_BLOCK, record, this::keep);
        }
    }

    private void keep(TransitionBlock block) {
        List<TransitionBlock> kept = blocks.computeIfAbsent(block.policyId(), id -> new ArrayList<>());
        if (kept.size() < MOST_BLOCKS) {
            kept.add(block);
        }
    }

    private static <T> void decode(Codec<T> codec, ConsumerRecord<byte[], byte[]> record, Consumer<T> use) {
        try {
            if (record.value() != null) {
                use.accept(codec.decode(record.value()));
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(
                    record.topic() + " contains a malformed record before any hostile record was sent", e);
        }
    }
}
