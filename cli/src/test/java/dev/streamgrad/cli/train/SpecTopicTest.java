package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.SubmittedSpecs;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training specs on a real broker. */
final class SpecTopicTest {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.empty());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void isEmptyAtFirstAndThenHoldsWhatWasPublishedToTheLastSetting() {
        SpecTopic topic = topic("once");
        assertThat(topic.read().newest()).isEmpty();
        TrainingSpec spec = Runs.spec();
        SubmittedSpec published = topic.publish(spec);
        SubmittedSpec read = topic.read().find(spec.policyId(), 0).orElseThrow();
        assertThat(read.at()).isEqualTo(published.at());
        assertThat(Duration.between(read.at(), Clock.systemUTC().instant())).isLessThan(Duration.ofMinutes(1));
        assertThat(read.is(spec)).isTrue();
        assertThat(read.is(Runs.spec("seed=2"))).isFalse();
        assertThat(topic.read().find(spec.policyId(), 1)).isEmpty();
    }

    @Test
    void holdsEachPolicysNewestRevisionAndOfOneRevisionTheFirst() {
        SpecTopic topic = topic("revised");
        topic.publish(Runs.spec("policyId=a", "revision=1"));
        topic.publish(Runs.spec("policyId=b"));
        topic.publish(Runs.spec("policyId=a", "revision=0"));
        topic.publish(Runs.spec("policyId=b", "seed=2"));
        assertThat(topic.read().newest())
                .extracting(submitted -> submitted.spec().policyId()
                        + submitted.spec().revision()
                        + submitted.spec().seed())
                .containsExactly("a11", "b01");
    }

    @Test
    void aRecordThatIsNoSpecHarmsNoOther() throws Exception {
        SpecTopic topic = topic("harmed");
        topic.publish(Runs.spec("policyId=a"));
        topic.publish(Runs.spec("policyId=gone"));
        send("harmed", "b/0", new byte[] {1, 2, 3});
        send("harmed", "gone/0", null);
        topic.publish(Runs.spec("policyId=c"));
        SubmittedSpecs read = topic.read();
        assertThat(read.newest())
                .extracting(submitted -> submitted.spec().policyId())
                .containsExactly("a", "c");
        assertThat(read.unreadable()).containsOnlyKeys("b/0");
        assertThat(read.unreadable().get("b/0"))
                .contains("The training spec b/0 at harmed.training-specs-0@2 cannot be read");
    }

    private static SpecTopic topic(String prefix) {
        TopicNames names = new TopicNames(prefix);
        new Topics(kafka.access(), names).ensure(1, Optional.empty());
        return new SpecTopic(kafka.access(), names);
    }

    private static void send(String prefix, String key, byte @Nullable [] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.access().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            new TopicNames(prefix).trainingSpecs(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }
}
