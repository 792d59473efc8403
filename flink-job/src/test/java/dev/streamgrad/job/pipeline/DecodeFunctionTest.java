package dev.streamgrad.job.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness's close() may be interrupted
class DecodeFunctionTest {

    private final TransitionBlock block =
            SmallTraining.run(SmallTraining.spec("cartpole", 0)).blocks().get(0);

    @Test
    void aRecordThatIsNotABlockBecomesADeadLetterWithItsOffsetAndReason() throws Exception {
        byte[] good = Codecs.TRANSITION_BLOCK.encode(block);
        byte[] foreign = good.clone();
        foreign[5] ^= 1;
        try (var harness = new OneInputStreamOperatorTestHarness<RawRecord, ReceivedBlock>(
                new ProcessOperator<>(new DecodeFunction()))) {
            harness.open();
            offer(harness, 0, good);
            offer(harness, 1, new byte[] {1, 2, 3});
            offer(harness, 2, Arrays.copyOf(good, good.length - 5));
            offer(harness, 3, foreign);
            offer(harness, 4, new byte[0]);
            assertThat(harness.extractOutputValues())
                    .extracting(received -> received.block().isPresent())
                    .containsExactly(
                            true, false, false, false, false); // emitted without a block, since the key names an agent
            List<DeadLetter> letters = harness.getSideOutput(SideOutputs.DEAD_LETTERS).stream()
                    .map(record -> record.getValue())
                    .toList();
            assertThat(letters).extracting(DeadLetter::offset).containsExactly(1L, 2L, 3L, 4L);
            assertThat(letters.get(0).reason()).contains("not an Avro single object");
            assertThat(letters.get(1).reason()).contains("bytes are left");
            assertThat(letters.get(2).reason()).contains("must be upgraded first");
            assertThat(letters.get(2).value()).isEqualTo(foreign);
        }
    }

    private static void offer(
            OneInputStreamOperatorTestHarness<RawRecord, ReceivedBlock> harness, long offset, byte[] value)
            throws Exception {
        harness.processElement(new RawRecord("transitions", 0, offset, "cartpole/1".getBytes(UTF_8), value), 0);
    }
}
