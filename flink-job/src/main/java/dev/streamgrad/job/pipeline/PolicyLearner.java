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
import dev.streamgrad.learner.update.PolicyPublication;
import dev.streamgrad.learner.update.UpdateResult;
import java.util.List;

/** Computes initial states, updates and publications, one policy at a time. Keeps no policy's state, and does not use Flink. */
final class PolicyLearner implements AutoCloseable {

    private final ComputeDevice device;
    private final Learner learner;

    PolicyLearner(ComputeDevice device) {
        this.device = device;
        learner = new Learner(device);
    }

    /**
     * The beginning of a training.
     *
     * @param state version 0
     * @param policy the publication of version 0
     */
    record Beginning(LearnerState state, PolicyUpdate policy) {}

    /**
     * One update.
     *
     * @param result the result of the update
     * @param policy the publication of the new version; marked as the last if training ends
     * @param failure why the training failed; empty if it did not
     * @param duplicates blocks that were discarded as duplicates while the rollouts were assembled
     */
    record Step(UpdateResult result, PolicyUpdate policy, String failure, int duplicates) {}

    /**
     * Creates version 0.
     *
     * @throws IllegalArgumentException if the training does not fit into the heap
     */
    Beginning begin(TrainingSpec spec) {
        HeapNeed.check(spec, Runtime.getRuntime().maxMemory());
        LearnerState state = Learner.initialState(spec);
        return new Beginning(state, publication(spec, state, false));
    }

    /** Computes the next version. */
    Step update(TrainingSpec spec, LearnerState state, List<Rollout> rollouts, PolicyMetrics metrics) {
        RolloutBatch batch = RolloutBatch.of(spec, rollouts);
        UpdateResult result =
                metrics.measured(state.version(), spec.rollouts().lag(), () -> learner.update(spec, state, batch));
        LearnerState next = result.state();
        boolean failed = next.skippedInARow() >= spec.update().maxSkippedUpdates();
        return new Step(
                result,
                publication(spec, next, failed || result.finished()),
                failed ? PolicyPublication.failure(next) : result.finished() ? shortfall(spec, next) : "",
                rollouts.stream().mapToInt(Rollout::duplicates).sum());
    }

    /** The policy version that actors receive for a state. */
    PolicyUpdate publication(TrainingSpec spec, LearnerState state, boolean last) {
        return PolicyPublication.publication(spec, state, last, device);
    }

    /** Why a training that reached its last update has failed nevertheless; empty if it has not. */
    String shortfall(TrainingSpec spec, LearnerState last) {
        return PolicyPublication.shortfall(spec, last).orElse("");
    }

    int managedArrays() {
        return learner.managedArrays();
    }

    @Override
    public void close() {
        learner.close();
    }
}
