package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.SimulatorReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // the harness's close() may be interrupted
class LearnFunctionTest {

    private static final int MOST = 128;

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    static KeyedTwoInputStreamOperatorTestHarness<String, AssemblyEvent, ReceivedSpec, PolicyUpdate> harness(
            int parallelism, int subtask) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new LearnFunction(LearnerSettings.on(LearnerDevice.CPU))),
                AssemblyEvent::policyId,
                ReceivedSpec::policyId,
                Types.STRING,
                MOST,
                parallelism,
                subtask);
    }

    static List<String> hashes(AbstractStreamOperatorTestHarness<PolicyUpdate> harness, String policyId) {
        return hashes(harness, policyId, 0);
    }

    /** The hashes from a version on: a restored job publishes earlier versions again. */
    static List<String> hashes(
            AbstractStreamOperatorTestHarness<PolicyUpdate> harness, String policyId, long fromVersion) {
        return harness.extractOutputValues().stream()
                .filter(update -> update.policyId().equals(policyId) && update.version() >= fromVersion)
                .map(PolicyUpdate::hash)
                .toList();
    }

    @Test
    void publishesVersionZeroAndOneVersionPerCompleteBatch() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes().subList(0, 1));
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes());
            assertThat(harness.extractOutputValues().get(8).last()).isTrue();
            assertThat(harness.getSideOutput(SideOutputs.STATUS))
                    .extracting(record -> record.getValue().state())
                    .containsExactly(PolicyStatus.State.RUNNING, PolicyStatus.State.FINISHED);
            assertThat(harness.getSideOutput(SideOutputs.SNAPSHOTS)).hasSize(1);
        }
    }

    @Test
    void theOrderOfRolloutsAndSpecDoesNotMatter() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            List<Rollout> reversed = new ArrayList<>(training.rollouts());
            java.util.Collections.reverse(reversed);
            for (Rollout rollout : reversed) {
                harness.processElement1(rollout, 0);
                harness.processElement1(rollout, 0); // and a duplicate
            }
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes());
            harness.processElement1(training.rollouts().get(3), 0); // late
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 12, 17})
    void resumesFromASnapshotWithTheSameHashes(int rolloutsBefore) throws Exception {
        OperatorSubtaskState snapshot;
        List<String> hashes;
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts().subList(0, rolloutsBefore)) {
                harness.processElement1(rollout, 0);
            }
            snapshot = harness.snapshot(1, 1);
            hashes = new ArrayList<>(hashes(harness, "cartpole"));
            harness.processElement1(training.rollouts().get(rolloutsBefore), 0); // lost with the failure
        }
        try (var harness = harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            for (Rollout rollout : training.rollouts()
                    .subList(rolloutsBefore, training.rollouts().size())) {
                harness.processElement1(rollout, 0);
            }
            hashes.addAll(hashes(harness, "cartpole", hashes.size()));
        }
        assertThat(hashes).isEqualTo(training.hashes());
    }

    @Test
    void trainsTwoPoliciesAtTheSameTimeAlsoWhenRescaled() throws Exception {
        SmallTraining other = SmallTraining.run(SmallTraining.spec("another", 0));
        OperatorSubtaskState one;
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(other.spec()), 0);
            for (int i = 0; i < 10; i++) {
                harness.processElement1(training.rollouts().get(i), 0);
                harness.processElement1(other.rollouts().get(i), 0);
            }
            one = harness.snapshot(1, 1);
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes().subList(0, 4));
            assertThat(hashes(harness, "another")).isEqualTo(other.hashes().subList(0, 4));
        }
        List<String> cartpole = new ArrayList<>();
        List<String> another = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var harness = harness(2, subtask)) {
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(one, MOST, 1, 2, subtask));
                harness.open();
                for (int i = 10; i < training.rollouts().size(); i++) {
                    if (owner("cartpole") == subtask) {
                        harness.processElement1(training.rollouts().get(i), 0);
                    }
                    if (owner("another") == subtask) {
                        harness.processElement1(other.rollouts().get(i), 0);
                    }
                }
                cartpole.addAll(hashes(harness, "cartpole", 4));
                another.addAll(hashes(harness, "another", 4));
            }
        }
        assertThat(cartpole).isEqualTo(training.hashes().subList(4, 9));
        assertThat(another).isEqualTo(other.hashes().subList(4, 9));
    }

    private static int owner(String policyId) {
        return org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator(policyId, MOST, 2);
    }

    @Test
    void namesTheSilentAgentsAndPublishesTheVersionAgain() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement1(training.rollouts().get(1), 0);
            for (int watch = 1; watch <= 6; watch++) {
                harness.setProcessingTime(5_000L * watch);
            }
            PolicyStatus stalled = lastStatus(harness);
            assertThat(stalled.state()).isEqualTo(PolicyStatus.State.STALLED);
            assertThat(stalled.reason()).contains("agents [0, 2]");
            assertThat(hashes(harness, "cartpole"))
                    .hasSize(6)
                    .allMatch(training.hashes().get(0)::equals);
            harness.processElement1(training.rollouts().get(0), 0);
            harness.processElement1(training.rollouts().get(2), 0);
            assertThat(lastStatus(harness).state()).isEqualTo(PolicyStatus.State.RUNNING);
        }
    }

    @Test
    void reportsWithinFiveSecondsThatNoSimulatorCanActThePolicy() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement1(report("host-1", "There is no environment 'Shop-v0'."), 0);
            harness.setProcessingTime(5_000);
            PolicyStatus stalled = lastStatus(harness);
            assertThat(stalled.state()).isEqualTo(PolicyStatus.State.STALLED);
            assertThat(stalled.reason())
                    .contains(
                            "None of the 1 running simulators can act", "host-1", "There is no environment 'Shop-v0'.");
        }
    }

    @Test
    void agentsHaveTimeToBeginIfASimulatorCanActThem() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (int watch = 1; watch <= 5; watch++) {
                harness.processElement1(report("host-1", ""), 0);
                harness.setProcessingTime(5_000L * watch);
            }
            assertThat(lastStatus(harness).state()).isEqualTo(PolicyStatus.State.WAITING);
            harness.processElement1(report("host-1", ""), 0);
            harness.setProcessingTime(30_000);
            assertThat(lastStatus(harness).state()).isEqualTo(PolicyStatus.State.STALLED);
            assertThat(lastStatus(harness).reason()).contains("It should come from host-1.");
        }
    }

    private static SimulatorReport report(String process, String rejection) {
        return new SimulatorReport("cartpole", process, "java 1", List.of("Taxi-v3"), rejection, 10_000);
    }

    @Test
    void usesAProvisionalRolloutIfThereIsNoOtherProgress() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.setProcessingTime(0);
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement1(provisional(training.rollouts().get(0)), 0);
            harness.processElement1(training.rollouts().get(1), 0);
            harness.processElement1(training.rollouts().get(2), 0);
            assertThat(harness.extractOutputValues()).hasSize(1);
            harness.setProcessingTime(5_000);
            harness.setProcessingTime(10_000);
            PolicyUpdate first = harness.extractOutputValues().get(2); // after version 0, published again
            assertThat(first.version()).isEqualTo(1);
            assertThat(first.hash()).isEqualTo(training.hashes().get(1)); // its rows are all there
            assertThat(lastStatus(harness).reason()).contains("agents [0]").contains("masked");
        }
    }

    @Test
    void prefersTheWholeRolloutToTheProvisionalOne() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(provisional(empty(rollout, (int) rollout.index())), 0);
                harness.processElement1(rollout, 0);
                harness.processElement1(provisional(empty(rollout, (int) rollout.index())), 0);
            }
            assertThat(hashes(harness, "cartpole")).isEqualTo(training.hashes());
        }
    }

    private static Rollout provisional(Rollout rollout) {
        return new Rollout(
                rollout.policyId(),
                rollout.agent(),
                rollout.index(),
                true,
                0,
                rollout.marks(),
                rollout.observations(),
                rollout.actions(),
                rollout.logProbabilities(),
                rollout.rewards(),
                rollout.terminated(),
                rollout.truncated(),
                rollout.actionMasks(),
                rollout.nextObservations());
    }

    static PolicyStatus lastStatus(AbstractStreamOperatorTestHarness<PolicyUpdate> harness) {
        return harness.getSideOutput(SideOutputs.STATUS).stream()
                .map(record -> record.getValue())
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @Test
    void failsAPolicyAfterTooManySkippedUpdates() throws Exception {
        try (var harness = harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (int index = 0; index < 4; index++) {
                for (int agent = 0; agent < 3; agent++) {
                    harness.processElement1(empty(training.rollouts().get(agent), index), 0);
                }
            }
            assertThat(lastStatus(harness).state()).isEqualTo(PolicyStatus.State.FAILED);
            assertThat(lastStatus(harness).reason())
                    .contains("4 updates in a row")
                    .contains("No row");
            List<PolicyUpdate> updates = harness.extractOutputValues();
            assertThat(updates).hasSize(5);
            assertThat(updates.get(4).last()).isTrue();
            assertThat(updates.get(4).skipped()).isTrue();
        }
    }

    private static Rollout empty(Rollout like, int index) {
        return new Rollout(
                like.policyId(),
                like.agent(),
                index,
                false,
                0,
                new byte[like.length()],
                new byte[like.observations().length],
                new byte[like.actions().length],
                new byte[like.logProbabilities().length],
                new byte[like.rewards().length],
                new byte[like.length()],
                new byte[like.length()],
                new byte[like.actionMasks().length],
                new byte[0]);
    }
}
