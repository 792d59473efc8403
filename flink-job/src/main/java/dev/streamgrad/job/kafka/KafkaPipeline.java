package dev.streamgrad.job.kafka;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.pipeline.LearnerSettings;
import dev.streamgrad.job.pipeline.TrainingPipeline;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.RawRecord;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's sources and sinks on Kafka. Sinks are at-least-once: after a restore the same versions are published again, and
 * readers ignore those that they have. The effect is exactly-once, without the delay of transactions.
 */
public final class KafkaPipeline {

    /** Size of the largest record: weights can exceed Kafka's default of 1 MiB. */
    public static final int MOST_BYTES = TrainingSpec.LARGEST_RECORD;

    private final TopicNames topics;
    private final Properties client;

    /**
     * The job on one Kafka cluster.
     *
     * @param topics the names of the topics
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public KafkaPipeline(TopicNames topics, Map<String, String> client) {
        this.topics = topics;
        this.client = new Properties();
        this.client.putAll(client);
    }

    /** Builds the whole job, with its learners on the CPU. */
    public void build(StreamExecutionEnvironment environment) {
        build(environment, LearnerSettings.on(LearnerDevice.CPU));
    }

    /** Builds the whole job. */
    public void build(StreamExecutionEnvironment environment, LearnerSettings learners) {
        DataStream<RawRecord> transitions = environment
                .fromSource(
                        source(topics.transitions(), new EarliestOrFail(), new RawRecordSchema()),
                        WatermarkStrategy.noWatermarks(),
                        "transitions",
                        JobType.RAW_RECORD.typeInformation())
                .uid("transitions-source");
        DataStream<RawRecord> specs = environment
                .fromSource(
                        // If the topic has lost its newest records, it is read again: a known spec changes nothing.
                        source(topics.trainingSpecs(), OffsetsInitializer.earliest(), new RawRecordSchema()),
                        WatermarkStrategy.noWatermarks(),
                        "training specs",
                        JobType.RAW_RECORD.typeInformation())
                .uid("training-specs-source")
                .setParallelism(1);
        DataStream<RawRecord> simulators = environment
                .fromSource(
                        // Announcements are repeated, so what was missed is not needed.
                        source(topics.simulators(), OffsetsInitializer.latest(), new RawRecordSchema()),
                        WatermarkStrategy.noWatermarks(),
                        "simulators",
                        JobType.RAW_RECORD.typeInformation())
                .uid("simulators-source")
                .setParallelism(1);
        sinks(TrainingPipeline.of(transitions, specs, simulators, learners));
    }

    private void sinks(TrainingPipeline pipeline) {
        sink(
                pipeline.policies(),
                topics.policies(),
                update -> Keys.policy(update.policyId(), update.version(), update.lag()),
                CodecReference.POLICY_UPDATE);
        sink(pipeline.metrics(), topics.metrics(), metrics -> metrics.policyId(), CodecReference.METRICS);
        sink(pipeline.status(), topics.status(), status -> status.policyId(), CodecReference.STATUS);
        pipeline.snapshots()
                .sinkTo(sink(new SnapshotSchema(topics.snapshots())))
                .name(topics.snapshots())
                .uid("snapshots-sink");
        pipeline.deadLetters()
                .sinkTo(sink(new DeadLetterSchema(topics.deadLetters())))
                .name(topics.deadLetters())
                .uid("dead-letters-sink");
    }

    private <T> void sink(DataStream<T> stream, String topic, KeyOf<T> key, CodecReference codec) {
        String uid = topic.substring(topics.prefix().length() + 1) + "-sink";
        stream.sinkTo(sink(new RecordSchema<>(topic, key, codec))).name(topic).uid(uid);
    }

    private <T> KafkaSource<T> source(
            String topic, OffsetsInitializer begin, KafkaRecordDeserializationSchema<T> schema) {
        return KafkaSource.<T>builder()
                .setProperties(client)
                .setTopics(topic)
                .setGroupId(topics.prefix() + "-learner")
                .setStartingOffsets(begin)
                .setDeserializer(schema)
                // The partition count is part of the contract, so there is nothing to discover.
                .setProperty("partition.discovery.interval.ms", "-1")
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setProperty("fetch.min.bytes", "1")
                .setProperty("max.partition.fetch.bytes", Integer.toString(MOST_BYTES))
                .build();
    }

    private <T> KafkaSink<T> sink(KafkaRecordSerializationSchema<T> schema) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(client)
                .setProperty("linger.ms", "0")
                .setProperty("acks", "all")
                .setProperty("enable.idempotence", "true")
                .setProperty("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE))
                .setProperty("max.request.size", Integer.toString(MOST_BYTES))
                // A producer rejects a record that is larger than its buffer, by default 32 MiB.
                .setProperty("buffer.memory", Integer.toString(2 * MOST_BYTES))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(schema)
                .build();
    }

    /** Returns the key of a record, as text. */
    interface KeyOf<T> extends Function<T, String>, java.io.Serializable {}
}
