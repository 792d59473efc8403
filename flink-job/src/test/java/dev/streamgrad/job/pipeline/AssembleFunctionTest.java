package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Rollout;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness's close() may be interrupted
class AssembleFunctionTest {

    private static final int MOST = 128;

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    static KeyedBroadcastOperatorTestHarness<String, ReceivedBlock, ReceivedSpec, AssemblyEvent> harness(
            int parallelism, int subtask) throws Exception {
        var harness = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new AssembleFunction(), List.of(AssembleFunction.SPECS)),
                ReceivedBlock::key,
                Types.STRING,
                MOST,
                parallelism,
                subtask);
        harness.setup(JobType.ASSEMBLY_EVENT.serializer());
        return harness;
    }

    static ReceivedBlock received(TransitionBlock block) {
        return ReceivedBlock.of(new RawRecord("transitions", 3, 17, new byte[0], new byte[0]), block);
    }

    private static String key(TransitionBlock block) {
        return Keys.agent(block.policyId(), block.agent());
    }

    /** The emitted rollouts, without signs of life. */
    static List<Rollout> rollouts(AbstractStreamOperatorTestHarness<AssemblyEvent> harness) {
        return harness.extractOutputValues().stream()
                .filter(Rollout.class::isInstance)
                .map(Rollout.class::cast)
                .toList();
    }

    static List<String> reasons(AbstractStreamOperatorTestHarness<AssemblyEvent> harness) {
        var letters = harness.getSideOutput(SideOutputs.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(record -> record.getValue().reason()).toList();
    }

    @Test
    void windowsBlocksIntoRolloutsAndIgnoresDuplicates() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            for (TransitionBlock block : training.blocks()) {
                harness.processElement(received(block), 0);
                harness.processElement(received(block), 0);
            }
            List<Rollout> rollouts = rollouts(harness);
            assertSameRollouts(rollouts);
            // The duplicate of an agent's last block arrives after its last rollout, so no rollout counts it.
            long agents = training.spec().rollouts().agents();
            assertThat(rollouts.stream().mapToLong(Rollout::duplicates).sum())
                    .isEqualTo(training.blocks().size() - agents);
            assertThat(reasons(harness)).isEmpty();
        }
    }

    @Test
    void holdsBlocksThatArriveBeforeTheirSpec() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            for (TransitionBlock block : training.blocks()) {
                harness.processElement(received(block), 0);
            }
            assertThat(rollouts(harness)).isEmpty();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            assertThat(rollouts(harness)).hasSize(training.rollouts().size());
            assertThat(reasons(harness)).isEmpty();
        }
    }

    @Test
    void discardsBlocksOfAnUnknownPolicyAfterAMinuteAndHoldsALimitedNumber() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            TransitionBlock block = training.blocks().get(0);
            int most = (int) ((16 << 20) / (512 + block.bytes()));
            for (int i = 0; i < most + 1; i++) {
                harness.processElement(received(block), 0);
            }
            assertThat(reasons(harness)).hasSize(1).allMatch(reason -> reason.contains("arrived before the policy's"));
            harness.setProcessingTime(60_001);
            assertThat(reasons(harness)).hasSize(most + 1);
            assertThat(reasons(harness).get(most)).contains("no training spec of policy 'cartpole'");
            harness.processElement(received(block), 0);
            assertThat(reasons(harness)).as("there is room again").hasSize(most + 1);
        }
    }

    @Test
    void aBlockThatContradictsItsSpecIsADeadLetterAndChangesNothing() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            for (TransitionBlock block : training.blocks()) {
                harness.processElement(
                        received(withVersion(block, block.policyVersion() + 1)), 0); // before it, at the same sequence
                harness.processElement(received(block), 0);
            }
            assertSameRollouts(rollouts(harness));
            assertThat(reasons(harness))
                    .hasSize(training.blocks().size())
                    .allMatch(reason -> reason.contains("must be sampled with version"));
        }
    }

    @Test
    void emitsAProvisionalRolloutIfAnAgentIsSilentAfterARejectedRecord() throws Exception {
        TransitionBlock whole = training.blocks().get(0);
        TransitionBlock first = halves(whole).get(0);
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.processElement(received(first), 0);
            harness.processElement(received(withVersion(halves(whole).get(1), 99)), 0);
            harness.setProcessingTime(AssembleFunction.SILENCE_MILLIS - 1);
            assertThat(rollouts(harness)).isEmpty();
            harness.setProcessingTime(AssembleFunction.SILENCE_MILLIS);
            Rollout provisional = rollouts(harness).get(0);
            assertThat(provisional.provisional()).isTrue();
            assertThat(provisional.missing()).isEqualTo(8);
            harness.processElement(received(halves(whole).get(1)), 0); // the rejected record was not the agent's own
            assertThat(rollouts(harness).get(1))
                    .usingRecursiveComparison()
                    .isEqualTo(training.rollouts().get(0));
        }
    }

    @Test
    void emitsNoProvisionalRolloutIfTheAgentContinuesAfterARejectedRecord() throws Exception {
        TransitionBlock whole = training.blocks().get(0);
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.processElement(received(withVersion(whole, 99)), 0);
            harness.processElement(received(whole), 0);
            harness.setProcessingTime(10 * AssembleFunction.SILENCE_MILLIS);
            assertThat(rollouts(harness)).hasSize(1).noneMatch(Rollout::provisional);
        }
    }

    @Test
    void resumesFromASnapshotWithinARolloutAlsoWhenRescaled() throws Exception {
        List<TransitionBlock> halves = training.blocks().stream()
                .flatMap(block -> halves(block).stream())
                .toList();
        int cut = halves.size() / 2 - 1; // between the halves of a block
        List<Rollout> rollouts = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            for (TransitionBlock block : halves.subList(0, cut)) {
                harness.processElement(received(block), 0);
            }
            snapshot = harness.snapshot(1, 1);
            rollouts.addAll(rollouts(harness));
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var harness = harness(2, subtask)) {
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, MOST, 1, 2, subtask));
                harness.open();
                for (TransitionBlock block : halves.subList(cut, halves.size())) {
                    if (KeyGroupRangeAssignment.assignKeyToParallelOperator(key(block), MOST, 2) == subtask) {
                        harness.processElement(received(block), 0);
                    }
                }
                rollouts.addAll(rollouts(harness));
            }
        }
        assertThat(cut % 2).isEqualTo(1);
        assertSameRollouts(rollouts);
    }

    private void assertSameRollouts(List<Rollout> rollouts) {
        assertThat(rollouts)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("duplicates")
                .containsExactlyInAnyOrderElementsOf(training.rollouts());
    }

    private static TransitionBlock withVersion(TransitionBlock block, long version) {
        return Blocks.with(block, block.incarnation(), version, block.observations());
    }

    private List<TransitionBlock> halves(TransitionBlock block) {
        return Blocks.split(training.spec(), block, 8);
    }
}
