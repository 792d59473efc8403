package dev.streamgrad.learner.update;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;

/** Seeded rollout batches for tests: random observations, actions and rewards, and the true log-probabilities of the behaviour policy. */
final class Batches {

    private Batches() {}

    /** A batch without missing rows; about one row in eight ends its episode, half of those by truncation. */
    static RolloutBatch random(TrainingSpec spec, LearnerState state, long index) {
        int agents = spec.rollouts().agents();
        int length = spec.rollouts().rolloutLength();
        int features = spec.environment().observationSpace().elements();
        int elements = spec.environment().actionSpace().elements();
        int rows = agents * length;
        RandomStream random = new RandomStream(7, Domain.EVALUATION).at(0, index);
        float[] observations = observations(spec, rows, random);
        float[] actions = new float[rows * elements];
        double[] rewards = new double[rows];
        boolean[] terminated = new boolean[rows];
        boolean[] truncated = new boolean[rows];
        int[] nextIndex = new int[rows];
        int nexts = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < elements; i++) {
                actions[row * elements + i] = element(spec.environment().actionSpace(), i, random);
            }
            rewards[row] = random.nextGaussian();
            int end = random.nextInt(16);
            terminated[row] = end == 0;
            truncated[row] = end == 1;
            boolean given = end <= 1 || (row + 1) % length == 0;
            nextIndex[row] = given ? nexts++ : -1;
        }
        boolean[] present = new boolean[rows];
        Arrays.fill(present, true);
        RolloutBatch batch = new RolloutBatch(
                agents,
                length,
                features,
                elements,
                present,
                new boolean[rows],
                new boolean[rows],
                observations,
                actions,
                new float[rows],
                rewards,
                terminated,
                truncated,
                nextIndex,
                observations(spec, nexts, random),
                masks(spec, actions, random));
        return withLogProbabilities(batch, new ReferenceNetwork(spec, state).logProbabilities(batch));
    }

    static RolloutBatch withLogProbabilities(RolloutBatch batch, float[] logProbabilities) {
        return new RolloutBatch(
                batch.agents(),
                batch.length(),
                batch.features(),
                batch.actionElements(),
                batch.present(),
                batch.starts(),
                batch.closed(),
                batch.observations(),
                batch.actions(),
                logProbabilities,
                batch.rewards(),
                batch.terminated(),
                batch.truncated(),
                batch.nextIndex(),
                batch.nextObservations(),
                batch.actionMasks());
    }

    static RolloutBatch without(RolloutBatch batch, int... missing) {
        boolean[] present = batch.present().clone();
        int[] nextIndex = batch.nextIndex().clone();
        for (int row : missing) {
            present[row] = false;
            nextIndex[row] = -1;
        }
        return new RolloutBatch(
                batch.agents(),
                batch.length(),
                batch.features(),
                batch.actionElements(),
                present,
                batch.starts(),
                batch.closed(),
                batch.observations(),
                batch.actions(),
                batch.logProbabilities(),
                batch.rewards(),
                batch.terminated(),
                batch.truncated(),
                nextIndex,
                batch.nextObservations(),
                batch.actionMasks());
    }

    static RolloutBatch withRewards(RolloutBatch batch, double[] rewards) {
        return new RolloutBatch(
                batch.agents(),
                batch.length(),
                batch.features(),
                batch.actionElements(),
                batch.present(),
                batch.starts(),
                batch.closed(),
                batch.observations(),
                batch.actions(),
                batch.logProbabilities(),
                rewards,
                batch.terminated(),
                batch.truncated(),
                batch.nextIndex(),
                batch.nextObservations(),
                batch.actionMasks());
    }

    private static float[] observations(TrainingSpec spec, int rows, RandomStream random) {
        Space space = spec.environment().observationSpace();
        float[] observations = new float[rows * space.elements()];
        for (int i = 0; i < observations.length; i++) {
            observations[i] = element(space, i % space.elements(), random);
        }
        return observations;
    }

    private static float element(Space space, int element, RandomStream random) {
        if (space instanceof Discrete discrete) {
            return random.nextInt(discrete.n());
        } else if (space instanceof MultiDiscrete several) {
            return random.nextInt(several.sizes()[element]);
        }
        return space instanceof MultiBinary ? random.nextInt(2) : (float) random.nextGaussian();
    }

    /** Allows about two of three choices, and all that were taken. */
    private static float[] masks(TrainingSpec spec, float[] actions, RandomStream random) {
        if (!spec.environment().actionMasks()) {
            return new float[0];
        }
        int[] sizes = spec.environment().actionSpace() instanceof MultiDiscrete several
                ? several.sizes()
                : new int[] {spec.environment().maskBytes()};
        float[] masks =
                new float[actions.length / sizes.length * spec.environment().maskBytes()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = random.nextInt(3) > 0 ? 1 : 0;
        }
        int first = 0;
        for (int i = 0; i < actions.length; i++) {
            masks[first + (int) actions[i]] = 1;
            first += sizes[i % sizes.length];
        }
        return masks;
    }
}
