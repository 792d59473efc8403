package dev.streamgrad.actor;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.StepResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Collects an agent's transitions as the columns of a block. Its buffers are reused for the next block. */
final class TransitionBlockBuilder {

    /** The largest number of rows of a block. */
    static final int CAPACITY = 128;

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final String policyId;
    private final int agent;
    private final int incarnation;
    private final int rolloutLength;
    private final int capacity;
    private final SpaceRows observationRows;
    private final SpaceRows actionRows;
    private final byte[] observations;
    private final byte[] actions;
    private final byte[] logProbabilities;
    private final byte[] rewards;
    private final byte[] terminated;
    private final byte[] truncated;
    private final byte[] nextObservations;
    private final byte[] actionMasks;

    private long firstSequence;
    private long policyVersion;
    private long episode;
    private int episodeStep;
    private int rows;
    private int nextRows;

    TransitionBlockBuilder(TrainingSpec spec, int agent, int incarnation) {
        this.policyId = spec.policyId();
        this.agent = agent;
        this.incarnation = incarnation;
        rolloutLength = spec.rollouts().rolloutLength();
        capacity = Math.min(Math.min(CAPACITY, rolloutLength), rowsThatFit(spec));
        observationRows = new SpaceRows(spec.environment().observationSpace());
        actionRows = new SpaceRows(spec.environment().actionSpace());
        observations = new byte[capacity * observationRows.rowBytes()];
        actions = new byte[capacity * actionRows.rowBytes()];
        logProbabilities = new byte[capacity * Float.BYTES];
        rewards = new byte[capacity * Double.BYTES];
        terminated = new byte[capacity];
        truncated = new byte[capacity];
        nextObservations = new byte[capacity * observationRows.rowBytes()];
        actionMasks = new byte[capacity * spec.environment().maskBytes()];
    }

    /** The number of rows that fit into one record, if each row has a next observation. */
    private static int rowsThatFit(TrainingSpec spec) {
        long row = spec.rollouts().rolloutBytes(spec.environment())
                / spec.rollouts().rolloutLength();
        return (int) Math.max(1, Math.min(CAPACITY, (TrainingSpec.LARGEST_RECORD - (1 << 20)) / row));
    }

    boolean isEmpty() {
        return rows == 0;
    }

    boolean isFull() {
        return rows == capacity;
    }

    /** Starts a new block; sets the position of its first row. */
    void begin(long newFirstSequence, long newPolicyVersion, long newEpisode, int newEpisodeStep) {
        firstSequence = newFirstSequence;
        policyVersion = newPolicyVersion;
        episode = newEpisode;
        episodeStep = newEpisodeStep;
    }

    /** Adds a row. */
    void add(float[] observation, byte[] mask, float[] sample, float logProbability, StepResult result) {
        observationRows.write(observation, observations, rows);
        System.arraycopy(mask, 0, actionMasks, rows * mask.length, mask.length);
        actionRows.write(sample, actions, rows);
        FLOATS.set(logProbabilities, rows * Float.BYTES, logProbability);
        DOUBLES.set(rewards, rows * Double.BYTES, result.reward());
        terminated[rows] = (byte) (result.terminated() ? 1 : 0);
        truncated[rows] = (byte) (result.truncated() ? 1 : 0);
        rows++;
    }

    /** Adds the observation after the last added row, which ended an episode or the rollout. */
    void addNextObservation(float[] observation) {
        observationRows.write(observation, nextObservations, nextRows);
        nextRows++;
    }

    /** Builds a block of all rows so far, and empties the builder. */
    TransitionBlock build() {
        TransitionBlock block = new TransitionBlock(
                policyId,
                agent,
                incarnation,
                firstSequence,
                rolloutLength,
                policyVersion,
                episode,
                episodeStep,
                Arrays.copyOf(observations, rows * observationRows.rowBytes()),
                Arrays.copyOf(actions, rows * actionRows.rowBytes()),
                Arrays.copyOf(logProbabilities, rows * Float.BYTES),
                Arrays.copyOf(rewards, rows * Double.BYTES),
                Arrays.copyOf(terminated, rows),
                Arrays.copyOf(truncated, rows),
                Arrays.copyOf(nextObservations, nextRows * observationRows.rowBytes()),
                Arrays.copyOf(actionMasks, rows * (actionMasks.length / capacity)),
                false);
        rows = 0;
        nextRows = 0;
        return block;
    }
}
