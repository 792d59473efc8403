package dev.streamgrad.kafka;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of a topic that any client may write to. Skips records that are malformed or fail their inspection, and reports them. */
public final class InspectedRecords {

    private final Rejections rejections;

    /** Creates a reader that reports skipped records to {@code rejections}. */
    public InspectedRecords(Rejections rejections) {
        this.rejections = rejections;
    }

    /** Receives the records that were skipped. */
    public interface Rejections {

        /**
         * Called for a skipped record.
         *
         * @param reason a sentence for the user
         */
        void rejected(ConsumerRecord<byte[], byte[]> record, String reason);
    }

    /** A check of a decoded record. */
    public interface Inspection<T> {

        /** Why this value is rejected under this key, as a sentence for the user; empty if it is accepted. */
        Optional<String> fault(String key, T value);
    }

    /** Returns the record's value; empty if it has none, or if the record is skipped. */
    public <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Inspection<T> inspection) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            T value = codec.decode(record.value());
            Optional<String> fault = inspection.fault(key(record), value);
            fault.ifPresent(reason -> rejections.rejected(record, reason));
            return fault.isPresent() ? Optional.empty() : Optional.of(value);
        } catch (MalformedRecordException e) {
            rejections.rejected(record, "It cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The record's key as text; empty if it has none. */
    public static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
