package dev.streamgrad.actor.kafka;

import dev.streamgrad.kafka.InspectedRecords;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the records that are ignored, and logs the first of each topic as a warning. Safe for use by several threads. */
public final class RejectedRecords implements InspectedRecords.Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(RejectedRecords.class);

    private final Runnable counter;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Creates a counter of rejected records; runs {@code counter} for each record. */
    public RejectedRecords(Runnable counter) {
        this.counter = counter;
    }

    @Override
    public void rejected(ConsumerRecord<byte[], byte[]> record, String reason) {
        counter.run();
        if (reported.add(record.topic())) {
            LOG.warn(
                    "The record at {}-{}@{} is ignored. {} If a newer release wrote it, upgrade this program; otherwise check who may write"
                            + " to the topic (docs/operations.md, ACLs). Further records of this topic are ignored without a warning.",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason);
        } else {
            LOG.debug("Ignored: {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason);
        }
    }
}
