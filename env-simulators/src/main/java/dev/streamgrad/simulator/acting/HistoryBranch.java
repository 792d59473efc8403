package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.ByteArrayOutputStream;

/** One way in which the job may have gone along an agent's blocks: up to which row, and what of the open episode it has seen. */
final class HistoryBranch {

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

    /** Before an agent's first step. */
    HistoryBranch(TrainingSpec spec, int agent) {
        this.spec = spec;
        this.agent = agent;
        actionBytes = spec.environment().actionSpace().rowBytes();
        observationBytes = spec.environment().observationSpace().rowBytes();
    }

    /** After this block, whatever came before it. */
    static HistoryBranch after(TrainingSpec spec, TransitionBlock block) {
        HistoryBranch branch = new HistoryBranch(spec, block.agent());
        branch.take(block);
        return branch;
    }

    /** Whether an agent that has come so far, and no further, can send such a block. */
    boolean reaches(TransitionBlock block) {
        return block.rollout() <= openRollout() + spec.rollouts().lag();
    }

    /** Whether a life after the block's has written. */
    boolean fences(TransitionBlock block) {
        return block.incarnation() < incarnation;
    }

    /** Takes the rows that are new of a block within reach; false if there are none. */
    boolean offer(TransitionBlock block) {
        if (fences(block) || block.endSequence() <= sequence) {
            return false;
        }
        take(block);
        return true;
    }

    /** Bytes that are held of the open episode. */
    long bytes() {
        return (long) openActions.size() + openObservations.size();
    }

    /** Lets go of the open episode: a life that starts here abandons it. */
    void forgetEpisode() {
        open(episode, false);
    }

    /** Where the next life starts; behind the open rollout where the learner, which is at {@code version}, has given that up. */
    AgentStart resume(int leastIncarnation, long version, boolean givenUp) {
        int life = Math.max(leastIncarnation, incarnation == Integer.MAX_VALUE ? incarnation : incarnation + 1);
        if (givenUp) {
            long next = version * spec.rollouts().rolloutLength();
            return AgentStart.atEpisodeStart(agent, life, next, episode + 1);
        }
        if (!fromEpisodeStart) {
            return AgentStart.atEpisodeStart(agent, life, sequence, episode + 1);
        }
        return new AgentStart(
                agent, life, sequence, episode, openActions.toByteArray(), openObservations.toByteArray());
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
