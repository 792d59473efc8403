package dev.streamgrad.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.GradientRecorder;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the quality of a spec's batches: gathers many batches as the spec prescribes, all with one fixed policy and enough steps apart to
 * be nearly independent, and computes the actor's gradient over each whole batch.
 */
final class BatchProbe {

    static final int BATCHES = 200;

    /** Minimum steps of every agent between two batches: longer than correlations within an episode, no multiple of a usual time limit. */
    private static final int APART = 509;

    /**
     * The figures of a spec's batches.
     *
     * @param deviation standard deviation of the actor's gradient: the root of the trace of its covariance
     * @param noise the deviation / the norm of the mean gradient; about √{@value #BATCHES} for pure noise
     * @param agreement mean cosine between the gradients of two batches: 0 for pure noise, 1 if all have one direction
     * @param effectiveRows number of independent rows whose mean observation has the same variance; see {@link BatchMeans}
     * @param autocorrelation of an agent's observation and its next; NaN for rollouts of one step
     * @param betweenAgents correlation of two agents' observations at one step; NaN for one agent
     * @param rows rows of the batch
     */
    record Finding(
            double deviation,
            double noise,
            double agreement,
            double effectiveRows,
            double autocorrelation,
            double betweenAgents,
            long rows) {}

    private final TrainingSpec spec;
    private final int length;
    private final Rollout[] newest;
    private final Assembly[] assemblies;
    private final RolloutAssembler assembler;
    private final AgentPool pool;

    private BatchProbe(TrainingSpec spec, EnvironmentRegistry registry, LearnerState state) {
        this.spec = spec;
        int agents = spec.rollouts().agents();
        length = spec.rollouts().rolloutLength();
        newest = new Rollout[agents];
        assemblies = new Assembly[agents];
        Arrays.fill(assemblies, Assembly.EMPTY);
        assembler = new RolloutAssembler(spec);
        pool = AgentPool.fresh(spec, registry, 0, agents);
        pool.load(PolicyPublication.publication(spec, state, false));
    }

    /** The number of transitions that {@link #measure} gathers for a spec. */
    static long transitions(TrainingSpec spec) {
        return (long) BATCHES
                * (between(spec.rollouts().rolloutLength()) + 1)
                * spec.rollouts().batch();
    }

    /** The number of rollouts to skip between two batches. */
    private static int between(int length) {
        return (APART + length - 1) / length;
    }

    /** Measures the batches of a spec, gathered with a policy of the same network. */
    static Finding measure(TrainingSpec trained, EnvironmentRegistry registry, PolicyUpdate policy) {
        TrainingSpec spec = oneStep(trained);
        LearnerState state = state(spec, policy);
        BatchProbe probe = new BatchProbe(spec, registry, state);
        GradientRecorder recorder = new GradientRecorder();
        BatchMeans means =
                new BatchMeans(spec.rollouts().agents(), spec.rollouts().rolloutLength());
        try (Learner learner = new Learner(recorder)) {
            for (int i = 0; i < BATCHES; i++) {
                RolloutBatch batch = probe.next();
                means.add(batch);
                learner.update(spec, state, batch);
            }
        }
        int actor = ParameterLayout.of(spec.environment(), spec.network()).actorSize();
        List<float[]> gradients = recorder.take().stream()
                .map(gradient -> Arrays.copyOf(gradient, actor))
                .toList();
        return new Finding(
                deviation(gradients),
                deviation(gradients) / norm(mean(gradients)),
                agreement(gradients),
                means.effectiveRows(),
                means.autocorrelation(),
                means.betweenAgents(),
                spec.rollouts().batch());
    }

    /** One epoch and one minibatch: one gradient per batch. */
    private static TrainingSpec oneStep(TrainingSpec trained) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(trained);
        tree.withObjectProperty("update").put("epochs", 1).put("minibatchSize", 0);
        return SpecJson.read(tree);
    }

    /** The initial state of a training, with the policy's weights and normalisation statistics. */
    private static LearnerState state(TrainingSpec spec, PolicyUpdate policy) {
        LearnerState initial = Learner.initialState(spec);
        return new LearnerState(
                initial.policyId(),
                initial.version(),
                initial.incarnation(),
                initial.specRevision(),
                policy.parameters(),
                initial.optimisers(),
                policy.normaliser(),
                initial.rewards(),
                initial.episodes(),
                initial.transitions(),
                initial.gradientSteps(),
                initial.skippedInARow(),
                initial.skipped(),
                initial.masked(),
                initial.lastLineage(),
                initial.lastSkippedReason());
    }

    /** Steps the agents past the rollouts between two batches, then returns the next batch. */
    private RolloutBatch next() {
        long last = pool.rollout() + between(length);
        while (pool.rollout() <= last) {
            pool.step(block -> {
                RolloutAssembler.Result result = assembler.offer(assemblies[block.agent()], block);
                assemblies[block.agent()] = result.state();
                result.completed().forEach(rollout -> newest[block.agent()] = rollout);
            });
        }
        return RolloutBatch.of(spec, new ArrayList<>(List.of(newest)));
    }

    static double deviation(List<float[]> gradients) {
        float[] mean = mean(gradients);
        double squares = 0;
        for (float[] gradient : gradients) {
            for (int i = 0; i < mean.length; i++) {
                double from = (double) gradient[i] - mean[i];
                squares += from * from;
            }
        }
        return Math.sqrt(squares / (gradients.size() - 1));
    }

    static float[] mean(List<float[]> gradients) {
        float[] mean = new float[gradients.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] gradient : gradients) {
                sum += gradient[i];
            }
            mean[i] = (float) (sum / gradients.size());
        }
        return mean;
    }

    /** The mean cosine over all pairs: (|Σ u|² − K) / (K (K − 1)) for K unit vectors u; gradients of norm 0 are ignored. */
    static double agreement(List<float[]> gradients) {
        double[] sum = new double[gradients.get(0).length];
        int count = 0;
        for (float[] gradient : gradients) {
            double norm = norm(gradient);
            if (norm > 0) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += gradient[i] / norm;
                }
                count++;
            }
        }
        double square = Arrays.stream(sum).map(value -> value * value).sum();
        return (square - count) / ((double) count * (count - 1));
    }

    static double norm(float[] gradient) {
        double square = 0;
        for (float value : gradient) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }
}
