package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.Rollout;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A restored learner publishes again what the topics may have lost. */
@SuppressWarnings("try") // the harness's close() may be interrupted
class PublishedAgainTest {

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    /** The topic may have lost them. Agents may need lag + 1 versions, and the first one published shows that the learner has resumed. */
    @Test
    void publishesAgainTheVersionsThatAgentsMayNeed() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts().subList(0, 15)) {
                harness.processElement1(rollout, 0);
            }
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.setProcessingTime(10_000);
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            assertThat(harness.extractOutputValues())
                    .extracting(PolicyUpdate::version)
                    .as("lag 1")
                    .containsExactly(3L, 4L, 5L);
            assertThat(LearnFunctionTest.hashes(harness, "cartpole"))
                    .isEqualTo(training.hashes().subList(3, 6));
            assertThat(harness.getSideOutput(SideOutputs.STATUS))
                    .extracting(record -> record.getValue().state())
                    .containsExactly(PolicyStatus.State.RUNNING);
        }
    }

    @Test
    void publishesTheLastVersionAndStatusAgainWhenTheSpecIsReadAgain() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            assertThat(harness.extractOutputValues()).singleElement().satisfies(last -> {
                assertThat(last.last()).isTrue();
                assertThat(last.version()).isEqualTo(8);
                assertThat(last.hash()).isEqualTo(training.hashes().get(8));
            });
            assertThat(LearnFunctionTest.lastStatus(harness).state()).isEqualTo(PolicyStatus.State.FINISHED);
        }
    }
}
