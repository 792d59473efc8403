package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.Rollout;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revisions, failed updates and restores of a training, and the state that remains after its end. */
@SuppressWarnings("try") // the harness's close() may be interrupted
class LearnFunctionStateTest {

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    @ParameterizedTest
    @CsvSource({
        "network.hidden, 8",
        "rollouts.agents, 5",
        "normalisation.observations, true",
        "optimiser.kind, rmsprop",
        "optimiser.separate, true",
        "seed, 2"
    })
    void ignoresARevisionThatARunningTrainingCannotAdopt(String key, String value) throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(revised(key, value)), 0);
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "cartpole")).isEqualTo(training.hashes());
        }
    }

    @Test
    void aFailedUpdateEndsItsPolicyAndTheOthersContinue() throws Exception {
        SmallTraining other = SmallTraining.run(SmallTraining.spec("another", 1));
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(other.spec()), 0);
            for (int i = 0; i < other.rollouts().size(); i++) {
                Rollout rollout = training.rollouts().get(i);
                harness.processElement1(i == 4 ? withoutLogProbabilities(rollout) : rollout, 0);
                harness.processElement1(other.rollouts().get(i), 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "another")).isEqualTo(other.hashes());
            List<PolicyUpdate> updates = harness.extractOutputValues().stream()
                    .filter(update -> update.policyId().equals("cartpole"))
                    .toList();
            assertThat(updates).extracting(PolicyUpdate::version).containsExactly(0L, 1L, 2L);
            assertThat(updates.get(2).last()).isTrue();
            assertThat(updates.get(2).skippedReason()).contains("BufferUnderflow");
            assertThat(updates.get(2).hash()).isEqualTo(training.hashes().get(1));
            assertThat(harness.getSideOutput(SideOutputs.STATUS))
                    .extracting(record -> record.getValue())
                    .filteredOn(status -> status.policyId().equals("cartpole"))
                    .last()
                    .satisfies(status -> {
                        assertThat(status.state()).isEqualTo(PolicyStatus.State.FAILED);
                        assertThat(status.reason()).contains("update to version 2 failed");
                    });
        }
    }

    /** A rollout from which no update can be computed. */
    private static Rollout withoutLogProbabilities(Rollout like) {
        return new Rollout(
                like.policyId(),
                like.agent(),
                like.index(),
                false,
                0,
                like.marks(),
                like.observations(),
                like.actions(),
                new byte[0],
                like.rewards(),
                like.terminated(),
                like.truncated(),
                like.actionMasks(),
                like.nextObservations());
    }

    @Test
    void aRevisionWithATotalThatHasBeenReachedEndsTheTraining() throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts().subList(0, 9)) {
                harness.processElement1(rollout, 0);
            }
            harness.processElement2(ReceivedSpec.of(revised("budget.totalSteps", "48")), 0); // one update
            PolicyUpdate last = harness.extractOutputValues().get(4);
            assertThat(last.version()).isEqualTo(3);
            assertThat(last.last()).isTrue();
            assertThat(last.hash()).isEqualTo(training.hashes().get(3));
            assertThat(harness.getSideOutput(SideOutputs.STATUS))
                    .extracting(record -> record.getValue().state())
                    .containsExactly(PolicyStatus.State.RUNNING, PolicyStatus.State.FINISHED);
            assertThat(harness.getSideOutput(SideOutputs.SNAPSHOTS))
                    .extracting(record -> record.getValue().version())
                    .containsExactly(3L);
        }
    }

    @Test
    void aCheckpointAfterARevisionRestoresToTheSameVersions() throws Exception {
        List<Rollout> rollouts = training.rollouts();
        OperatorSubtaskState after;
        List<String> hashes;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : rollouts.subList(0, 7)) {
                harness.processElement1(rollout, 0);
            }
            harness.processElement2(ReceivedSpec.of(revised("optimiser.learningRate", "0.01")), 0);
            after = harness.snapshot(1, 1);
            for (Rollout rollout : rollouts.subList(7, rollouts.size())) {
                harness.processElement1(rollout, 0);
            }
            hashes = LearnFunctionTest.hashes(harness, "cartpole");
            assertThat(hashes.subList(0, 3)).isEqualTo(training.hashes().subList(0, 3));
            assertThat(hashes.get(3)).isNotEqualTo(training.hashes().get(3));
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(after);
            harness.open();
            for (Rollout rollout : rollouts.subList(7, rollouts.size())) {
                harness.processElement1(rollout, 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "cartpole", 3)).isEqualTo(hashes.subList(3, hashes.size()));
            assertThat(harness.extractOutputValues())
                    .filteredOn(update -> update.version() >= 3)
                    .extracting(PolicyUpdate::specRevision)
                    .containsOnly(1);
        }
    }

    private TrainingSpec revised(String key, String value) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(training.spec());
        Faults faults = new Faults();
        SpecOptions.set(tree, key, value, faults);
        SpecOptions.set(tree, "revision", "1", faults);
        faults.throwIfAny();
        return SpecJson.read(tree);
    }

    @Test
    void dropsTheWeightsWhenTrainingHasEnded() throws Exception {
        List<Rollout> rollouts = training.rollouts();
        long running;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : rollouts.subList(0, rollouts.size() - 1)) {
                harness.processElement1(rollout, 0);
            }
            running = harness.snapshot(1, 1).getStateSize();
            harness.processElement1(rollouts.get(rollouts.size() - 1), 0);
            long weights = harness.extractOutputValues().get(0).parameters().length * 3L * Float.BYTES;
            assertThat(harness.snapshot(2, 2).getStateSize()).isLessThan(running - weights);
            int entries = harness.numKeyedStateEntries();
            harness.processElement1(afterTheEnd(rollouts.get(0)), 0);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(entries);
        }
    }

    /** A rollout of an agent that has not yet received the end of training. */
    private Rollout afterTheEnd(Rollout like) {
        return new Rollout(
                like.policyId(),
                like.agent(),
                training.hashes().size(),
                false,
                0,
                like.marks(),
                like.observations(),
                like.actions(),
                like.logProbabilities(),
                like.rewards(),
                like.terminated(),
                like.truncated(),
                like.actionMasks(),
                like.nextObservations());
    }
}
