package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records that anybody with access to the topic may have written: one that cannot be what its topic says is passed over. */
public final class InspectedRecords {

    private final Refusals refusals;

    /** A reader that tells of what it passes over. */
    public InspectedRecords(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Hears of records that were passed over. */
    public interface Refusals {

        /**
         * Passed over.
         *
         * @param reason a sentence for a person
         */
        void refused(ConsumerRecord<byte[], byte[]> record, String reason);
    }

    /** What a record may not be. */
    public interface Inspection<T> {

        /** Why this value cannot stand under this key, for a person; empty if it can. */
        Optional<String> fault(String key, T value);
    }

    /** The value that the record carries; empty where it carries none, or it is passed over. */
    public <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Inspection<T> inspection) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            T value = codec.decode(record.value());
            Optional<String> fault = inspection.fault(key(record), value);
            fault.ifPresent(reason -> refusals.refused(record, reason));
            return fault.isPresent() ? Optional.empty() : Optional.of(value);
        } catch (MalformedRecordException e) {
            refusals.refused(record, "It cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The record's key as text; empty where it has none. */
    public static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
