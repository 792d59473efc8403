package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topic of training specs on a real broker. */
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
    void isEmptyAtFirstAndThenHoldsASubmittedSpecWithAllItsSettings() {
        SpecTopic topic = topic("once");
        assertThat(topic.read().inEffect()).isEmpty();
        TrainingSpec spec = Runs.spec();
        SubmittedSpec published = topic.submit(spec);
        SubmittedSpec read = topic.read().find(spec.policyId(), 0).orElseThrow();
        assertThat(read.at()).isEqualTo(published.at());
        assertThat(Duration.between(read.at(), Clock.systemUTC().instant())).isLessThan(Duration.ofMinutes(1));
        assertThat(read.is(spec)).isTrue();
        assertThat(read.is(Runs.spec("seed=2"))).isFalse();
        assertThat(topic.read().find(spec.policyId(), 1)).isEmpty();
    }

    @Test
    void holdsTheNewestRevisionOfEachPolicyAndTheFirstSpecOfEachRevision() throws Exception {
        SpecTopic topic = topic("revised");
        topic.submit(Runs.spec("policyId=a", "revision=1"));
        topic.submit(Runs.spec("policyId=b"));
        send("revised", Runs.spec("policyId=a", "revision=0"));
        send("revised", Runs.spec("policyId=b", "seed=2"));
        assertThat(inEffect(topic)).containsExactly("a11", "b01");
    }

    @Test
    void aRevisionThatTheJobIgnoresDoesNotBlockALaterOne() throws Exception {
        SpecTopic topic = topic("ignored");
        topic.submit(Runs.spec("policyId=a"));
        send("ignored", Runs.spec("policyId=a", "revision=1", "seed=2"));
        TrainingSpec next = Runs.spec("policyId=a", "revision=2", "entropyCoefficient=0.01");
        assertThat(topic.submit(next).isOwn()).isTrue();
        assertThat(inEffect(topic)).containsExactly("a21");
    }

    @Test
    void aRecordThatIsNoSpecDoesNotAffectOthers() throws Exception {
        SpecTopic topic = topic("harmed");
        topic.submit(Runs.spec("policyId=a"));
        send("harmed", "gone/0", Codecs.TRAINING_SPEC.encode(Runs.spec("policyId=gone")));
        send("harmed", "b/0", new byte[] {1, 2, 3});
        send("harmed", "gone/0", null);
        send("harmed", "c/0", Codecs.TRAINING_SPEC.encode(Runs.spec("policyId=a", "revision=1")));
        send("harmed", "c/1", Codecs.TRAINING_SPEC.encode(Runs.spec("policyId=c")));
        send("harmed", "no key at all", Codecs.TRAINING_SPEC.encode(Runs.spec("policyId=d")));
        topic.submit(Runs.spec("policyId=c", "seed=3"));
        SubmittedSpecs read = topic.read();
        assertThat(inEffect(topic)).containsExactly("a01", "c03");
        assertThat(read.unreadable("c", 0)).isEmpty();
        assertThat(read.unreadable("b", 0))
                .hasValueSatisfying(
                        reason -> assertThat(reason)
                                .contains(
                                        "The training spec b/0 at harmed.training-specs-0@2 is ignored by every reader. It cannot be read"));
        assertThatThrownBy(() -> topic.submit(Runs.spec("policyId=b")))
                .hasMessageContaining("harmed.training-specs-0@2");
    }

    @Test
    void acceptsOneOfManySimultaneousSubmissionsAndWithdrawsTheOthers() throws Exception {
        SpecTopic topic = topic("contested");
        List<Long> seeds = LongStream.range(1, 9).boxed().toList();
        CountDownLatch together = new CountDownLatch(seeds.size());
        List<CompletableFuture<SubmittedSpec>> submissions = seeds.stream()
                .map(seed -> CompletableFuture.supplyAsync(
                        () -> {
                            together.countDown();
                            awaitZero(together);
                            return topic.submit(Runs.spec("policyId=a", "seed=" + seed));
                        },
                        task -> new Thread(task).start()))
                .toList();
        List<SubmittedSpec> accepted =
                submissions.stream().map(CompletableFuture::join).toList();
        assertThat(accepted).filteredOn(SubmittedSpec::isOwn).hasSize(1);
        assertThat(accepted)
                .extracting(SubmittedSpec::key)
                .containsOnly(accepted.get(0).key());
        assertThat(Rig.all(kafka, new TopicNames("contested").trainingSpecs()))
                .filteredOn(record -> record.value() == null)
                .hasSize(seeds.size() - 1);
        assertThat(topic.read().find("a", 0).orElseThrow().key())
                .isEqualTo(accepted.get(0).key());
    }

    /** Holds also if the process whose submission was not accepted ended before it could withdraw its record. */
    @Test
    void theSameSubmissionIsAcceptedBeforeAndAfterCompaction() throws Exception {
        SpecTopic topic = topic("compacted");
        topic.submit(Runs.spec("policyId=a"));
        send("compacted", "b/0", Codecs.TRAINING_SPEC.encode(Runs.spec("policyId=b"))); // as the first release wrote it
        send("compacted", Runs.spec("policyId=a", "seed=2"));
        send("compacted", Runs.spec("policyId=b", "seed=2"));
        send("compacted", "gone/0", null);
        assertThat(inEffect(topic)).containsExactly("a01", "b01");
        Compaction.force(kafka, new TopicNames("compacted").trainingSpecs(), () -> send("compacted", "gone/0", null));
        assertThat(inEffect(topic)).containsExactly("a01", "b01");
        assertThat(topic.submit(Runs.spec("policyId=a", "seed=3")).spec().seed())
                .isEqualTo(1);
    }

    private static List<String> inEffect(SpecTopic topic) {
        return topic.read().inEffect().stream()
                .map(submitted -> submitted.spec().policyId()
                        + submitted.spec().revision()
                        + submitted.spec().seed())
                .toList();
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SpecTopic topic(String prefix) {
        TopicNames names = new TopicNames(prefix);
        new Topics(kafka.access(), names).ensure(1, Optional.empty());
        return new SpecTopic(kafka.access(), names);
    }

    /** Sends a spec as {@code submit} does, but without checking for existing ones. */
    private static void send(String prefix, TrainingSpec spec) throws Exception {
        String key = Keys.submission(spec.policyId(), spec.revision(), "%032x".formatted(spec.seed()));
        send(prefix, key, Codecs.TRAINING_SPEC.encode(spec));
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
