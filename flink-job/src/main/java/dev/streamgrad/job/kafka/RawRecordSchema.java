package dev.streamgrad.job.kafka;

import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.RawRecord;
import java.io.Serial;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes a record on without decoding it. Decoding can fail, and is done by an operator. */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final byte[] NOTHING = new byte[0];

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        byte[] key = record.key() == null ? NOTHING : record.key();
        byte[] value = record.value() == null ? NOTHING : record.value();
        out.collect(new RawRecord(record.topic(), record.partition(), record.offset(), key, value));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return JobType.RAW_RECORD.typeInformation();
    }
}
