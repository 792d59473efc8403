package dev.streamgrad.actor;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.ByteArrayOutputStream;

/** One possible history of an agent, as the job may have accepted it: its next sequence, and the recorded part of the open episode. */
final class CandidateHistory {

    private final TrainingSpec spec;
    private final int agent;
    private final int actionBytes;
    private final int observationBytes;
    private final ByteArrayOutputStream openActions = new ByteArrayOutputStream();
    private final ByteArrayOutputStream openObservations = new ByteArrayOutputStream();

    private boolean fromEpisodeStart = true;
    private int incarnation = -1;
    private long sequence;
    private long episode;

    /** Creates the history of an agent before its first step. */
    CandidateHistory(TrainingSpec spec, int agent) {
        this.spec = spec;
        this.agent = agent;
        actionBytes = spec.environment().actionSpace().rowBytes();
        observationBytes = spec.environment().observationSpace().rowBytes();
    }

    /** Creates the history of an agent that begins with this block. */
    static CandidateHistory after(TrainingSpec spec, TransitionBlock block) {
        CandidateHistory branch = new CandidateHistory(spec, block.agent());
        branch.take(block);
        return branch;
    }

    /** Whether an agent with this history can have sent the block as its next. */
    boolean reaches(TransitionBlock block) {
        return block.rollout() <= openRollout() + spec.rollouts().lag();
    }

    /** Whether a later incarnation than that of the block has written. */
    boolean fences(TransitionBlock block) {
        return block.incarnation() < incarnation;
    }

    /** Takes the new rows of a block within reach. Returns false if there are none. */
    boolean offer(TransitionBlock block) {
        if (fences(block) || block.endSequence() <= sequence) {
            return false;
        }
        take(block);
        return true;
    }

    /** Bytes that the records of the open episode occupy. */
    long bytes() {
        return (long) openActions.size() + openObservations.size();
    }

    /** Drops the records of the open episode: an incarnation that starts here abandons the episode. */
    void forgetEpisode() {
        open(episode, false);
    }

    /**
     * Returns where the next incarnation starts. If the learner, which is at {@code version}, has given up the open rollout, that
     * is the rollout of this number.
     */
    ResumePoint resume(int leastIncarnation, long version, boolean givenUp) {
        int nextIncarnation =
                Math.max(leastIncarnation, incarnation == Integer.MAX_VALUE ? incarnation : incarnation + 1);
        if (givenUp) {
            long next = version * spec.rollouts().rolloutLength();
            return ResumePoint.atEpisodeStart(agent, nextIncarnation, next, episode + 1);
        }
        if (!fromEpisodeStart) {
            return ResumePoint.atEpisodeStart(agent, nextIncarnation, sequence, episode + 1);
        }
        return new ResumePoint(
                agent, nextIncarnation, sequence, episode, openActions.toByteArray(), openObservations.toByteArray());
    }

    boolean isCutOff() {
        return !fromEpisodeStart;
    }

    long sequence() {
        return sequence;
    }

    long openRollout() {
        return sequence / spec.rollouts().rolloutLength();
    }

    private void take(TransitionBlock block) {
        incarnation = block.incarnation();
        if (block.firstSequence() > sequence) {
            sequence = block.firstSequence();
            open(block.episode(), block.episodeStep() == 0);
        }
        long rowEpisode = block.episode();
        for (int row = 0; row < block.rows(); row++) {
            if (block.firstSequence() + row == sequence) {
                if (rowEpisode != episode) {
                    open(rowEpisode, block.startsEpisode(row));
                }
                append(block, row);
            }
            rowEpisode += block.ended(row) ? 1 : 0;
        }
        if (block.endSequence() > sequence) {
            sequence = block.endSequence();
            fromEpisodeStart &= openActions.size() == 0; // an episode across a closed rollout cannot be replayed
        }
    }

    private void append(TransitionBlock block, int row) {
        if (fromEpisodeStart) {
            openActions.write(block.actions(), row * actionBytes, actionBytes);
            openObservations.write(block.observations(), row * observationBytes, observationBytes);
        }
        sequence++;
        if (block.ended(row)) {
            open(episode + 1, true);
        }
    }

    private void open(long newEpisode, boolean atItsStart) {
        episode = newEpisode;
        fromEpisodeStart = atItsStart;
        openActions.reset();
        openObservations.reset();
    }
}
