package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.kafka.InspectedRecords;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the records that are passed over, and reports the first of each topic. Safe for use by several threads. */
public final class RefusedRecords implements InspectedRecords.Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRecords.class);

    private final Runnable counter;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Runs {@code counter} for each. */
    public RefusedRecords(Runnable counter) {
        this.counter = counter;
    }

    @Override
    public void refused(ConsumerRecord<byte[], byte[]> record, String reason) {
        counter.run();
        if (reported.add(record.topic())) {
            LOG.warn(
                    "The record at {}-{}@{} is passed over. {} If a newer release wrote it, upgrade this program; otherwise see who may write"
                            + " the topic (docs/operations.md, ACLs). Further ones of this topic are passed over in silence.",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason);
        } else {
            LOG.debug("Passed over: {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason);
        }
    }
}
