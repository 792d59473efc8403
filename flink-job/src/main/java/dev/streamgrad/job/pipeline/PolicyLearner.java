package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.metrics.PolicyMetrics;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.HeapNeed;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyTraining;
import dev.streamgrad.learner.update.UpdateResult;
import java.util.List;

/** What is computed for one policy at a time: its beginning and its updates, without state and without Flink. */
final class PolicyLearner implements AutoCloseable {

    private final ComputeDevice device;
    private final Learner learner;

    PolicyLearner(ComputeDevice device) {
        this.device = device;
        learner = new Learner(device);
    }

    /**
     * Where a training begins.
     *
     * @param state version 0
     * @param policy its publication
     */
    record Beginning(LearnerState state, PolicyUpdate policy) {}

    /**
     * One update.
     *
     * @param result the update's
     * @param policy the publication of its version; the last where training ends
     * @param failure why training ends in failure; empty where it does not
     * @param duplicates blocks that were dropped as duplicates on the way
     */
    record Step(UpdateResult result, PolicyUpdate policy, String failure, int duplicates) {}

    /**
     * Version 0.
     *
     * @throws IllegalArgumentException if the training does not fit into the heap
     */
    Beginning begin(TrainingSpec spec) {
        HeapNeed.check(spec, Runtime.getRuntime().maxMemory());
        LearnerState state = Learner.initialState(spec);
        return new Beginning(state, publication(spec, state, false));
    }

    /** The next version. */
    Step update(TrainingSpec spec, LearnerState state, List<Rollout> rollouts, PolicyMetrics measures) {
        RolloutBatch batch = RolloutBatch.of(spec, rollouts);
        UpdateResult result =
                measures.measured(state.version(), spec.rollouts().lag(), () -> learner.update(spec, state, batch));
        LearnerState next = result.state();
        boolean failed = next.skippedInARow() >= spec.update().maxSkippedUpdates();
        return new Step(
                result,
                publication(spec, next, failed || result.finished()),
                failed ? PolicyTraining.failure(next) : result.finished() ? shortfall(spec, next) : "",
                rollouts.stream().mapToInt(Rollout::duplicates).sum());
    }

    /** What the agents are told of a state. */
    PolicyUpdate publication(TrainingSpec spec, LearnerState state, boolean last) {
        return PolicyTraining.publication(spec, state, last, device);
    }

    /** Why a training that came to its end has failed nevertheless; empty where it has not. */
    String shortfall(TrainingSpec spec, LearnerState last) {
        return PolicyTraining.shortfall(spec, last).orElse("");
    }

    int managedArrays() {
        return learner.managedArrays();
    }

    @Override
    public void close() {
        learner.close();
    }
}
