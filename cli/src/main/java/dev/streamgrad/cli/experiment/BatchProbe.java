package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.GradientRecorder;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyTraining;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good a spec's batches are: many batches are gathered as a spec says, all with one policy that does not learn, far enough apart in time not
 * to know of each other, and the actor's gradient of each is taken over the whole of it.
 */
final class BatchProbe {

    static final int BATCHES = 200;

    /** Steps of every agent between two batches: longer than an episode stays alike, and no multiple of a usual time limit. */
    private static final int APART = 509;

    /**
     * What was found.
     *
     * @param deviation standard deviation of the actor's gradient: the root of the trace of its covariance
     * @param noise that deviation / the length of the mean gradient; no more than about √{@value #BATCHES}, where gradients are noise
     * @param agreement mean cosine between the gradients of two batches: 0 where they are noise, 1 where they agree
     * @param effectiveRows how many independent rows would tell as much of the mean observation; {@link BatchMeans}
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
        pool.load(PolicyTraining.publication(spec, state, false));
    }

    /** How many transitions it takes to measure the batches of a spec. */
    static long transitions(TrainingSpec spec) {
        return (long) BATCHES
                * (between(spec.rollouts().rolloutLength()) + 1)
                * spec.rollouts().batch();
    }

    /** Rollouts between two batches. */
    private static int between(int length) {
        return (APART + length - 1) / length;
    }

    /** Measures the batches of a spec under a policy of the same network. */
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

    /** The policy's weights and statistics, in a training that has not begun. */
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

    /** The next batch, after the agents have gone on for a while. */
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

    /** Of K unit vectors u: (|Σ u|² − K) / (K (K − 1)). */
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
