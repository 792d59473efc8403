package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The rollouts that one update learns from, decoded: N agents × T rows, flat index agent · T + t.
 *
 * @param agents N
 * @param length T
 * @param features elements of an observation on the wire
 * @param actionElements elements of an action
 * @param present which rows are present
 * @param starts which rows are known to be the first of their episode
 * @param closed which rows do not exist, since their agent had closed the rollout
 * @param observations raw observations, [N·T][features]
 * @param actions as sampled, [N·T][actionElements]; a discrete action is its number
 * @param logProbabilities log π(a|s) of the behaviour policy
 * @param rewards raw rewards
 * @param terminated which rows terminated their episode
 * @param truncated which rows truncated their episode
 * @param nextIndex per row, the index of its next observation in {@code nextObservations}; −1 for none
 * @param nextObservations raw next observations, [K][features]
 * @param actionMasks 1 for a choice that was allowed, 0 for one that was not, [N·T][choices]; empty if the spec has no masks
 */
public record RolloutBatch(
        int agents,
        int length,
        int features,
        int actionElements,
        boolean[] present,
        boolean[] starts,
        boolean[] closed,
        float[] observations,
        float[] actions,
        float[] logProbabilities,
        double[] rewards,
        boolean[] terminated,
        boolean[] truncated,
        int[] nextIndex,
        float[] nextObservations,
        float[] actionMasks) {

    /** N · T. */
    public int rows() {
        return present.length;
    }

    /** Whether the row is the last of its episode. */
    public boolean ended(int row) {
        return terminated[row] || truncated[row];
    }

    /**
     * Decodes one rollout of every agent.
     *
     * @param rollouts ordered by agent, all of one index
     */
    public static RolloutBatch of(TrainingSpec spec, List<Rollout> rollouts) {
        Space seen = spec.environment().observationSpace();
        Space acted = spec.environment().actionSpace();
        int length = spec.rollouts().rolloutLength();
        int rows = rollouts.size() * length;
        int nexts = rollouts.stream()
                .mapToInt(rollout -> rollout.nextObservations().length / seen.rowBytes())
                .sum();
        RolloutBatch batch = new RolloutBatch(
                rollouts.size(),
                length,
                seen.elements(),
                acted.elements(),
                new boolean[rows],
                new boolean[rows],
                new boolean[rows],
                new float[rows * seen.elements()],
                new float[rows * acted.elements()],
                new float[rows],
                new double[rows],
                new boolean[rows],
                new boolean[rows],
                new int[rows],
                new float[nexts * seen.elements()],
                new float[rows * spec.environment().maskBytes()]);
        int next = 0;
        for (int i = 0; i < rollouts.size(); i++) {
            next = batch.fill(rollouts.get(i), i * length, next, seen, acted);
        }
        return batch;
    }

    private int fill(Rollout rollout, int first, int nextFrom, Space seen, Space acted) {
        elements(rollout.observations(), seen, observations, first * seen.elements());
        elements(rollout.actions(), acted, actions, first * acted.elements());
        elements(rollout.nextObservations(), seen, nextObservations, nextFrom * seen.elements());
        int choices = actionMasks.length / present.length;
        for (int i = 0; i < rollout.actionMasks().length; i++) {
            actionMasks[first * choices + i] = rollout.actionMasks()[i];
        }
        littleEndian(rollout.logProbabilities()).asFloatBuffer().get(logProbabilities, first, length);
        littleEndian(rollout.rewards()).asDoubleBuffer().get(rewards, first, length);
        int next = nextFrom;
        for (int row = 0; row < length; row++) {
            present[first + row] = rollout.isPresent(row);
            closed[first + row] = rollout.marks()[row] == Rollout.CLOSED;
            starts[first + row] = rollout.marks()[row] == Rollout.EPISODE_START;
            terminated[first + row] = rollout.terminated()[row] != 0;
            truncated[first + row] = rollout.truncated()[row] != 0;
            nextIndex[first + row] = rollout.hasNextObservation(row) ? next++ : -1;
        }
        return next;
    }

    private static void elements(byte[] bytes, Space space, float[] into, int at) {
        ByteBuffer buffer = littleEndian(bytes);
        if (space.dtype() == DType.FLOAT32) {
            buffer.asFloatBuffer().get(into, at, bytes.length / Float.BYTES);
            return;
        }
        boolean wide = space.dtype() == DType.INT32;
        int count = bytes.length / space.dtype().bytes();
        for (int i = 0; i < count; i++) {
            into[at + i] = wide ? buffer.getInt() : buffer.get() & 0xFF;
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
