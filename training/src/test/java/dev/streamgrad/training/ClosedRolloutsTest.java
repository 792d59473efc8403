package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has no work closes its rollouts early, on a real broker and job: the others do not wait for it. */
class ClosedRolloutsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theTrainingEndsWithTheRowsOfTheOthers() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=idle", "totalSteps=" + 6 * Runs.AGENTS * Runs.LENGTH);
        try (Rig rig = new Rig(directory, 1)) {
            rig.submit(spec);
            try (Rig.Acting acting = rig.act(spec, sink -> idle(sink, 1))) {
                Runs runs = rig.follow(spec);
                assertThat(acting.loop()).isNotNull();
                assertThat(runs.policies).hasSize(7);
                assertThat(runs.statuses).extracting(PolicyStatus::state).contains(PolicyStatus.State.FINISHED);
                TrainingMetrics last = runs.metrics.get(runs.metrics.size() - 1);
                long absent = 3L * Runs.LENGTH + 3L * (Runs.LENGTH - 2);
                assertThat(last.values()).containsEntry("stream/masked", (double) absent);
                assertThat(last.values().get("rollout/episodes")).isPositive();
            }
        }
    }

    /** Lets an agent take no step in every second rollout, and two steps in the others. */
    private static TransitionSink idle(TransitionSink sink, int agent) {
        return block -> {
            if (block.agent() != agent) {
                sink.publish(block);
            } else if (block.firstSequence() % Runs.LENGTH == 0) {
                sink.publish(first(block, block.rollout() % 2 == 0 ? 0 : 2));
            }
        };
    }

    /** The first rows of a block, closing its rollout. */
    private static TransitionBlock first(TransitionBlock block, int rows) {
        int bytes = block.observations().length / block.rows();
        Map<String, Object> changes = new HashMap<>();
        changes.put("observations", Arrays.copyOf(block.observations(), rows * bytes));
        changes.put("actions", Arrays.copyOf(block.actions(), rows * Integer.BYTES));
        changes.put("logProbabilities", Arrays.copyOf(block.logProbabilities(), rows * Float.BYTES));
        changes.put("rewards", Arrays.copyOf(block.rewards(), rows * Double.BYTES));
        changes.put("terminated", new byte[rows]);
        changes.put("truncated", new byte[rows]);
        changes.put(
                "nextObservations",
                Arrays.copyOfRange(block.observations(), rows * bytes, (rows > 0 ? rows + 1 : 0) * bytes));
        changes.put("closesRollout", true);
        return Forgery.of(block, changes);
    }
}
