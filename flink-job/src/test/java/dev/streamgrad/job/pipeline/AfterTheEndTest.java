package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.learner.rollout.Rollout;
import org.junit.jupiter.api.Test;

/** A revision that lowers the total: blocks that agents sent under the earlier revision are not their fault. */
@SuppressWarnings("try") // the harness's close() may be interrupted
class AfterTheEndTest {

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    @Test
    void blocksAfterTheEndThatARevisionSetAreNotDeadLetters() throws Exception {
        TrainingSpec revised = shortened();
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.processBroadcastElement(ReceivedSpec.of(revised), 0);
            for (TransitionBlock block : training.blocks()) {
                harness.processElement(AssembleFunctionTest.received(block), 0);
            }
            assertThat(AssembleFunctionTest.rollouts(harness))
                    .hasSize(revised.rollouts().agents())
                    .extracting(Rollout::index)
                    .containsOnly(0L);
            assertThat(AssembleFunctionTest.reasons(harness)).isEmpty();
        }
    }

    @Test
    void blocksAfterTheEndOfTheFirstRevisionAreDeadLetters() throws Exception {
        TrainingSpec spec = SpecJson.read(tree("0"));
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(spec), 0);
            for (TransitionBlock block : training.blocks()) {
                harness.processElement(AssembleFunctionTest.received(block), 0);
            }
            assertThat(AssembleFunctionTest.reasons(harness))
                    .isNotEmpty()
                    .allSatisfy(reason -> assertThat(reason).contains("lies beyond the end of training"));
        }
    }

    @Test
    void theStatusNamesTheRevisionThatEndedTheTraining() throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            for (Rollout rollout : training.rollouts().subList(0, 9)) {
                harness.processElement1(rollout, 0);
            }
            harness.processElement2(ReceivedSpec.of(shortened()), 0);
            PolicyStatus last = harness.getSideOutput(SideOutputs.STATUS).stream()
                    .reduce((one, next) -> next)
                    .orElseThrow()
                    .getValue();
            assertThat(last.state()).isEqualTo(PolicyStatus.State.FINISHED);
            assertThat(last.reason())
                    .isEqualTo("Revision 1 ended the training: its total of 48 transitions was already exceeded, at"
                            + " version 3.");
        }
    }

    /** A revision with a total of one update. */
    private TrainingSpec shortened() {
        return SpecJson.read(tree("1"));
    }

    private ObjectNode tree(String revision) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(training.spec());
        Faults faults = new Faults();
        SpecOptions.set(tree, "budget.totalSteps", "48", faults);
        SpecOptions.set(tree, "revision", revision, faults);
        faults.throwIfAny();
        return tree;
    }
}
