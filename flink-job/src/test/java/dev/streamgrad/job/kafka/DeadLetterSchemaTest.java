package dev.streamgrad.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.job.state.DeadLetter;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLetterSchemaTest {

    private static final KafkaSinkContext CONTEXT = new KafkaSinkContext() {
        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0};
        }
    };

    @Test
    void writesTheOriginalKeyAndValueUnchanged() {
        byte[] value = {1, 2, 3};
        ProducerRecord<byte[], byte[]> record = record(new byte[] {7}, value, "Why.");
        assertThat(record.topic()).isEqualTo("dead");
        assertThat(record.key()).containsExactly(7);
        assertThat(record.value()).isEqualTo(value);
        assertThat(header(record, "topic")).isEqualTo("transitions");
        assertThat(header(record, "partition")).isEqualTo("3");
        assertThat(header(record, "offset")).isEqualTo("17");
        assertThat(header(record, "reason")).isEqualTo("Why.");
    }

    @Test
    void cutsKeyAndValueThatAreTooLargeAndNotesItInTheReason() {
        ProducerRecord<byte[], byte[]> record = record(
                new byte[KafkaPipeline.MOST_BYTES / 2], new byte[KafkaPipeline.MOST_BYTES], "Why.".repeat(1 << 20));
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
        assertThat(size).isLessThanOrEqualTo(KafkaPipeline.MOST_BYTES);
        assertThat(header(record, "reason"))
                .startsWith("Why.")
                .contains("The key is cut: it has " + KafkaPipeline.MOST_BYTES / 2 + " bytes.")
                .endsWith("The value is cut: it has " + KafkaPipeline.MOST_BYTES + " bytes.");
        assertThat(header(record, "offset")).isEqualTo("17");
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, String reason) {
        DeadLetter letter = new DeadLetter("transitions", 3, 17, key, value, reason);
        return Objects.requireNonNull(new DeadLetterSchema("dead").serialize(letter, CONTEXT, 0L));
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Headers headers = record.headers();
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
