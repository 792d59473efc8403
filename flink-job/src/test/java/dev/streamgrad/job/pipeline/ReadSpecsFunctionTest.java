package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Every record of the training-specs topic is either a spec or a dead letter. */
@SuppressWarnings("try") // the harness's close() may be interrupted
final class ReadSpecsFunctionTest {

    @Test
    void aDamagedRecordIsASpecOrADeadLetter() throws Exception {
        byte[] good = Codecs.TRAINING_SPEC.encode(SmallTraining.spec("cartpole", 1));
        Random random = new Random(7);
        try (var harness = reading()) {
            harness.open();
            int dead = 0;
            for (int i = 0; i < 5_000; i++) {
                byte[] value = good.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    value[random.nextInt(value.length)] = (byte) random.nextInt(256);
                }
                harness.processElement(raw("cartpole/0", value), 0);
                dead = letters(harness).size();
                assertThat(dead).isEqualTo((int) harness.extractOutputValues().stream()
                        .filter(received -> received.spec().isEmpty())
                        .count());
                harness.getOutput().removeIf(record -> true);
                letters(harness).clear();
            }
        }
    }

    @Test
    void aSpecUnderAnotherKeyIsADeadLetter() throws Exception {
        byte[] good = Codecs.TRAINING_SPEC.encode(SmallTraining.spec("cartpole", 1));
        try (var harness = reading()) {
            harness.open();
            harness.processElement(raw("cartpole/0", good), 0);
            harness.processElement(raw("another/0", good), 0);
            harness.processElement(raw("no key at all", good), 0);
            harness.processElement(raw("cartpole/0", new byte[0]), 0); // deleted
            assertThat(harness.extractOutputValues())
                    .extracting(ReceivedSpec::policyId)
                    .containsExactly("cartpole", "another");
            assertThat(harness.extractOutputValues().get(1).spec()).isEmpty();
            assertThat(letters(harness)).hasSize(2);
        }
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, ReceivedSpec> reading() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReadSpecsFunction()));
    }

    private static Queue<StreamRecord<DeadLetter>> letters(AbstractStreamOperatorTestHarness<ReceivedSpec> harness) {
        var letters = harness.getSideOutput(SideOutputs.DEAD_LETTERS);
        return letters == null ? new ArrayDeque<>() : letters;
    }

    private static RawRecord raw(String key, byte[] value) {
        return new RawRecord("streamgrad.training-specs", 0, 5, key.getBytes(StandardCharsets.UTF_8), value);
    }

    @Test
    void parsesTheKeyOfATrainingSpec() {
        assertThat(Keys.parseSpec("cartpole/3")).contains(new Keys.SpecKey("cartpole", 3, ""));
    }
}
