package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the training-specs topic holds. A spec is immutable: of several under one key the first counts, as it does for the job. */
public final class SubmittedSpecs {

    private final Map<String, SubmittedSpec> byKey = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    SubmittedSpecs() {}

    void offer(String key, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            byKey.remove(key);
            unreadable.remove(key);
            return;
        }
        try {
            TrainingSpec spec = Codecs.TRAINING_SPEC.decode(record.value());
            byKey.putIfAbsent(key, new SubmittedSpec(spec, Instant.ofEpochMilli(record.timestamp())));
        } catch (MalformedRecordException e) {
            unreadable.put(
                    key,
                    "The training spec " + key + " at " + record.topic() + "-" + record.partition() + "@"
                            + record.offset() + " cannot be read: " + e.getMessage());
        }
    }

    /** The spec of this policy and revision. */
    public Optional<SubmittedSpec> find(String policyId, int revision) {
        return Optional.ofNullable(byKey.get(Keys.trainingSpec(policyId, revision)));
    }

    /** The newest revision of this policy's spec. */
    public Optional<SubmittedSpec> newest(String policyId) {
        return newest().stream()
                .filter(submitted -> submitted.spec().policyId().equals(policyId))
                .findFirst();
    }

    /** Each policy's newest revision, in the order in which the policies were first submitted. */
    public List<SubmittedSpec> newest() {
        Map<String, SubmittedSpec> newest = new LinkedHashMap<>();
        byKey.values()
                .forEach(submitted -> newest.merge(submitted.spec().policyId(), submitted, SubmittedSpecs::later));
        return List.copyOf(newest.values());
    }

    /** Records that no spec can be read from: by key, a sentence that says where and why. */
    public Map<String, String> unreadable() {
        return Collections.unmodifiableMap(unreadable);
    }

    private static SubmittedSpec later(SubmittedSpec one, SubmittedSpec other) {
        return other.spec().revision() > one.spec().revision() ? other : one;
    }
}
