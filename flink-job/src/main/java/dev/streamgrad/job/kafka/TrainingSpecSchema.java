package dev.streamgrad.job.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.SpecInspection;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.state.Wire;
import java.io.Serial;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes training specs; one that cannot be read or whose key names another is left out with a warning, and its policy does not start. */
final class TrainingSpecSchema implements KafkaRecordDeserializationSchema<TrainingSpec> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(TrainingSpecSchema.class);

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TrainingSpec> out) {
        new InspectedRecords(TrainingSpecSchema::warn)
                .read(record, Codecs.TRAINING_SPEC, SpecInspection::fault)
                .ifPresent(out::collect);
    }

    private static void warn(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warn(
                "The training spec at {}-{}@{} is left out: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
    }

    @Override
    public TypeInformation<TrainingSpec> getProducedType() {
        return Wire.SPEC.typeInformation();
    }
}
