package dev.streamgrad.contract.kafka;

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
 * What the training-specs topic holds, offered in the order of its offsets. Every submission has a key of its own, so that all readers see
 * the same submissions before and after compaction, and all judge alike, the job's operators too:
 *
 * <table>
 * <caption>Which submission takes effect</caption>
 * <tr><td>one that cannot be read, or whose key names another policy or revision</td><td>never</td></tr>
 * <tr><td>one that was withdrawn by a record without a value under its key</td><td>for those who had read it already</td></tr>
 * <tr><td>a policy's first</td><td>always</td></tr>
 * <tr><td>a later one of the same policy</td><td>if its revision is higher than the one in effect, and it changes nothing that never
 * changes under one policy id</td></tr>
 * </table>
 *
 * <p>So of several of one revision the one with the lowest offset takes effect.
 */
public final class SubmittedSpecs {

    /** By policy, then by key: what others submit costs a policy nothing. */
    private final Map<String, Map<String, SubmittedSpec>> byPolicy = new LinkedHashMap<>();

    private final Map<String, String> unreadable = new LinkedHashMap<>();
    private final InspectedRecords.Refusals refusals;

    /** None so far; {@code refusals} hears of records that never take effect. */
    public SubmittedSpecs(InspectedRecords.Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * Takes the next record.
     *
     * @return the policy whose spec in effect it may have changed
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
        fault.ifPresent(reason -> refusals.refused(record, reason));
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
                        + " counts for nobody. " + reason);
        refusals.refused(record, reason);
    }

    /** The spec of this policy and revision, if it took effect. */
    public Optional<SubmittedSpec> find(String policyId, int revision) {
        return taken(policyId).stream()
                .filter(submitted -> submitted.spec().revision() == revision)
                .findFirst();
    }

    /** The spec that this policy is trained by. */
    public Optional<SubmittedSpec> inEffect(String policyId) {
        List<SubmittedSpec> taken = taken(policyId);
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.get(taken.size() - 1));
    }

    /** What each policy is trained by, in the order in which the policies were first submitted. */
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
     * What stands in the place of a spec: a submission of the same policy and revision, be it of the same settings; or the one in effect,
     * where the spec is no later revision of it. Empty where the spec would take effect.
     */
    public Optional<SubmittedSpec> standing(TrainingSpec spec) {
        return find(spec.policyId(), spec.revision())
                .or(() -> inEffect(spec.policyId()).filter(newest -> !newest.mayBeFollowedBy(spec)));
    }

    /** Where and why a record of this policy and revision cannot be read, such as one of a newer release; empty if there is none. */
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
