package dev.streamgrad.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.SpecInspection;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The submissions in the training-specs topic, offered in the order of their offsets. Every submission has its own key, so that
 * compaction does not change which submissions a reader gets. All readers, the job's operators included, apply the same rules:
 *
 * <table>
 * <caption>Which submission takes effect</caption>
 * <tr><td>one that cannot be read, or whose key names another policy or revision</td><td>never</td></tr>
 * <tr><td>one that was withdrawn by a record without a value under its key</td><td>only for readers that read it before</td></tr>
 * <tr><td>a policy's first</td><td>always</td></tr>
 * <tr><td>a later one of the same policy</td><td>if its revision is higher than the one in effect, and it changes no setting that is
 * fixed for a policy id</td></tr>
 * </table>
 *
 * <p>So the submission with the lowest offset takes effect if there are several of one revision.
 */
public final class SubmittedSpecs {

    /** By policy, then by key, so that the submissions of others do not slow down a policy. */
    private final Map<String, Map<String, SubmittedSpec>> byPolicy = new LinkedHashMap<>();

    private final Map<String, String> unreadable = new LinkedHashMap<>();
    private final InspectedRecords.Rejections rejections;

    /** Starts without submissions. {@code rejections} receives records that never take effect. */
    public SubmittedSpecs(InspectedRecords.Rejections rejections) {
        this.rejections = rejections;
    }

    /**
     * Adds the next record.
     *
     * @return the policy whose spec in effect may have changed
     */
    public Optional<String> offer(ConsumerRecord<byte[], byte[]> record) {
        String key = InspectedRecords.key(record);
        if (record.value() == null) {
            Keys.parseSpec(key).ifPresent(named -> withdraw(named.policyId(), key));
            unreadable.remove(key);
            return Optional.empty();
        }
        Optional<TrainingSpec> spec = new InspectedRecords(this::noteUnreadable)
                .read(record, Codecs.TRAINING_SPEC, (own, value) -> Optional.empty());
        Optional<String> fault = spec.flatMap(value -> SpecInspection.fault(key, value));
        fault.ifPresent(reason -> rejections.rejected(record, reason));
        if (spec.isEmpty() || fault.isPresent()) {
            return Optional.empty();
        }
        byPolicy.computeIfAbsent(spec.get().policyId(), policy -> new LinkedHashMap<>())
                .putIfAbsent(key, new SubmittedSpec(spec.get(), Instant.ofEpochMilli(record.timestamp()), key, false));
        return spec.map(TrainingSpec::policyId);
    }

    private void withdraw(String policyId, String key) {
        Map<String, SubmittedSpec> own = byPolicy.getOrDefault(policyId, new LinkedHashMap<>());
        own.remove(key);
        if (own.isEmpty()) {
            byPolicy.remove(policyId);
        }
    }

    private void noteUnreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
        String key = InspectedRecords.key(record);
        unreadable.put(
                key,
                "The training spec " + key + " at " + record.topic() + "-" + record.partition() + "@" + record.offset()
                        + " is ignored by every reader. " + reason);
        rejections.rejected(record, reason);
    }

    /** Finds the spec of this policy and revision, if it took effect. */
    public Optional<SubmittedSpec> find(String policyId, int revision) {
        return taken(policyId).stream()
                .filter(submitted -> submitted.spec().revision() == revision)
                .findFirst();
    }

    /** The spec in effect of this policy. */
    public Optional<SubmittedSpec> inEffect(String policyId) {
        List<SubmittedSpec> taken = taken(policyId);
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.get(taken.size() - 1));
    }

    /** The spec in effect of every policy, in the order in which the policies were first submitted. */
    public List<SubmittedSpec> inEffect() {
        return byPolicy.keySet().stream()
                .flatMap(policyId -> inEffect(policyId).stream())
                .toList();
    }

    /** When this policy was first submitted. */
    public Optional<Instant> since(String policyId) {
        return taken(policyId).stream().findFirst().map(SubmittedSpec::at);
    }

    /**
     * The submission that takes precedence over a spec: one of the same policy and revision, even with equal settings; or the one in
     * effect, if the spec is not a later revision of it. Empty if the spec would take effect.
     */
    public Optional<SubmittedSpec> standing(TrainingSpec spec) {
        return find(spec.policyId(), spec.revision())
                .or(() -> inEffect(spec.policyId()).filter(newest -> !newest.mayBeFollowedBy(spec)));
    }

    /**
     * Why a record of this policy and revision cannot be read, and its position. It may be of a newer release. Empty if there is no such
     * record.
     */
    public Optional<String> unreadable(String policyId, int revision) {
        String prefix = Keys.trainingSpec(policyId, revision);
        return unreadable.entrySet().stream()
                .filter(record ->
                        record.getKey().equals(prefix) || record.getKey().startsWith(prefix + "/"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private List<SubmittedSpec> taken(String policyId) {
        List<SubmittedSpec> taken = new ArrayList<>();
        for (SubmittedSpec submitted : byPolicy.getOrDefault(policyId, Map.of()).values()) {
            if (taken.isEmpty() || taken.get(taken.size() - 1).mayBeFollowedBy(submitted.spec())) {
                taken.add(submitted);
            }
        }
        return taken;
    }
}
