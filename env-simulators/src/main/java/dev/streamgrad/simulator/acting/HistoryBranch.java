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
    private boolean suspect;

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

    /** What became of a block. */
    enum Answer {
        FENCED,
        SEEN,
        OUT_OF_REACH,
        TAKEN
    }

    /** Takes a block that fits the spec, as far as its place allows. */
    Answer offer(TransitionBlock block) {
        if (block.incarnation() < incarnation) {
            return Answer.FENCED;
        }
        if (block.endSequence() <= sequence) {
            incarnation = block.incarnation();
            return Answer.SEEN;
        }
        if (block.rollout() > openRollout() + spec.rollouts().lag()) {
            return Answer.OUT_OF_REACH;
        }
        take(block);
        return Answer.TAKEN;
    }

    /** A record in the agent's name was refused: it may have been the agent's own. */
    void suspect() {
        suspect = true;
    }

    /** Where the next life starts, while {@code newestVersion} is the newest that the learner published. */
    AgentStart resume(int leastIncarnation, long newestVersion) {
        int life = Math.max(leastIncarnation, incarnation + 1);
        if (isGivenUp(newestVersion)) {
            long next = newestVersion * spec.rollouts().rolloutLength();
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

    /**
     * Whether the learner has gone past the open rollout as it stands, so that its missing rows are masked: version v is learned from the
     * rollouts 0 … v−1. Where nothing was refused, the log has lost its tail instead; its rows are made again as long as the version that
     * acted in them is kept.
     */
    private boolean isGivenUp(long newestVersion) {
        long kept = spec.rollouts().lag() + 2L;
        boolean gone = spec.actingVersion(openRollout()) <= newestVersion - kept;
        return newestVersion > openRollout() && (suspect || gone);
    }

    private long openRollout() {
        return sequence / spec.rollouts().rolloutLength();
    }

    private void take(TransitionBlock block) {
        incarnation = block.incarnation();
        suspect = false;
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
        openActions.write(block.actions(), row * actionBytes, actionBytes);
        openObservations.write(block.observations(), row * observationBytes, observationBytes);
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
