package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Rollout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** How long an agent may be silent after a rejected record, from when the silence is measured, and what ends it. */
@SuppressWarnings("try") // the harness's close() may be interrupted
class SilenceTest {

    private static final long WATCH = 5_000;

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));
    private final TransitionBlock first = training.blocks().get(0);
    private final List<TransitionBlock> halves = Blocks.split(training.spec(), first, 8);

    @Test
    void aBlockOfTheAgentWithdrawsItsProvisionalRollout() throws Exception {
        try (var assembling = AssembleFunctionTest.harness(1, 0);
                var learning = LearnFunctionTest.harness(1, 0)) {
            assembling.open();
            learning.open();
            assembling.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            learning.processElement2(ReceivedSpec.of(training.spec()), 0);
            assembling.processElement(garbled(), 0);
            assembling.setProcessingTime(AssembleFunction.SILENCE_MILLIS);
            assembling.processElement(AssembleFunctionTest.received(halves.get(0)), 0); // slow, but not silent
            for (AssemblyEvent sent : assembling.extractOutputValues()) {
                learning.processElement1(sent, 0);
            }
            learning.processElement1(training.rollouts().get(1), 0);
            learning.processElement1(training.rollouts().get(2), 0);
            for (int watch = 1; watch <= 6; watch++) {
                learning.setProcessingTime(watch * WATCH);
            }
            assertThat(learning.getSideOutput(SideOutputs.STATUS)).last().satisfies(record -> {
                assertThat(record.getValue().state()).isEqualTo(PolicyStatus.State.STALLED);
                assertThat(record.getValue().reason()).contains("agents [0]");
            });
            assembling.processElement(AssembleFunctionTest.received(halves.get(1)), 0);
            List<Rollout> sent = AssembleFunctionTest.rollouts(assembling);
            learning.processElement1(sent.get(sent.size() - 1), 0);
            List<String> hashes = LearnFunctionTest.hashes(learning, "cartpole");
            assertThat(hashes.get(hashes.size() - 1))
                    .isEqualTo(training.hashes().get(1));
        }
    }

    @Test
    void downtimeOfTheJobDoesNotCountAsSilence() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.processElement(garbled(), 0);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.setProcessingTime(100_000);
            assertThat(AssembleFunctionTest.rollouts(harness)).isEmpty();
            harness.setProcessingTime(100_000 + AssembleFunction.SILENCE_MILLIS - 1);
            assertThat(AssembleFunctionTest.rollouts(harness)).isEmpty();
            harness.setProcessingTime(100_000 + AssembleFunction.SILENCE_MILLIS);
            assertThat(AssembleFunctionTest.rollouts(harness)).hasSize(1).allMatch(Rollout::provisional);
        }
    }

    @Test
    void downtimeOfTheJobDoesNotCountAsWaitingForASpec() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement(AssembleFunctionTest.received(first), 0);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.setProcessingTime(100_000);
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            assertThat(AssembleFunctionTest.rollouts(harness)).hasSize(1);
            assertThat(AssembleFunctionTest.reasons(harness)).isEmpty();
        }
    }

    @Test
    void aPolicyIsNotWaitingBeforeTheJobHasRunForAWholeInterval() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.setProcessingTime(WATCH);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.setProcessingTime(100_000);
            harness.setProcessingTime(100_000 + WATCH - 1);
            assertThat(states(harness)).as("published again").containsExactly(PolicyStatus.State.RUNNING);
            harness.setProcessingTime(100_000 + WATCH);
            assertThat(states(harness)).containsExactly(PolicyStatus.State.RUNNING, PolicyStatus.State.WAITING);
        }
    }

    /** A process that keeps sending bad records in an agent's name cannot block the policy. */
    @Test
    void moreRejectedRecordsDoNotExtendTheWait() throws Exception {
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            for (long now = 0; now < AssembleFunction.SILENCE_MILLIS; now += 500) {
                harness.setProcessingTime(now);
                harness.processElement(garbled(), 0);
            }
            harness.setProcessingTime(AssembleFunction.SILENCE_MILLIS);
            assertThat(AssembleFunctionTest.rollouts(harness)).hasSize(1).allMatch(Rollout::provisional);
        }
    }

    private static List<PolicyStatus.State> states(AbstractStreamOperatorTestHarness<?> harness) {
        return harness.getSideOutput(SideOutputs.STATUS).stream()
                .map(record -> record.getValue().state())
                .toList();
    }

    /** An unreadable record in the name of the first agent. */
    private static ReceivedBlock garbled() {
        byte[] key = "cartpole/0".getBytes(StandardCharsets.UTF_8);
        return ReceivedBlock.unreadable(new RawRecord("transitions", 3, 16, key, new byte[] {1}))
                .orElseThrow();
    }

    @Test
    void aHeldRecordThatIsRejectedWhenItsSpecArrivesBeginsTheSilence() throws Exception {
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement(AssembleFunctionTest.received(halves.get(0)), 0);
            harness.processElement(garbled(), 0); // instead of the other half
            harness.setProcessingTime(59_000);
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.setProcessingTime(59_000 + AssembleFunction.SILENCE_MILLIS - 1);
            assertThat(AssembleFunctionTest.rollouts(harness)).isEmpty();
            harness.setProcessingTime(59_000 + AssembleFunction.SILENCE_MILLIS);
            assertThat(AssembleFunctionTest.rollouts(harness)).hasSize(1).allMatch(Rollout::provisional);
            assertThat(AssembleFunctionTest.rollouts(harness).get(0).missing()).isEqualTo(8);
            assertThat(AssembleFunctionTest.reasons(harness)).isEmpty(); // DecodeFunction has made it a dead letter
        }
    }

    @Test
    void anUnreadableRecordIsNotADeadLetterTwice() throws Exception {
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement(garbled(), 0);
            harness.setProcessingTime(60_000);
            assertThat(AssembleFunctionTest.reasons(harness)).isEmpty();
        }
    }
}
