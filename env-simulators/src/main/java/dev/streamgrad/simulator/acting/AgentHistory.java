package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.ByteArrayOutputStream;

/**
 * What the log tells about one agent: feed it the agent's blocks in log order, from the start of its open episode or from
 * earlier, and it says where the agent resumes.
 *
 * <table>
 * <caption>What an offered block does</caption>
 * <tr><td>of another policy or agent</td><td>ignored</td></tr>
 * <tr><td>of a lower incarnation than the highest seen</td><td>ignored: a fenced life's</td></tr>
 * <tr><td>rows that were seen already</td><td>ignored: duplicates; the first record of a row counts</td></tr>
 * <tr><td>after a gap</td><td>ignored: the agent resumes before the gap and makes the rows again, equal to the bit</td></tr>
 * <tr><td>otherwise</td><td>continues the history</td></tr>
 * </table>
 */
public final class AgentHistory {

    private final String policyId;
    private final int agent;
    private final int actionBytes;
    private final int observationBytes;
    private final ByteArrayOutputStream openActions = new ByteArrayOutputStream();
    private final ByteArrayOutputStream openObservations = new ByteArrayOutputStream();

    private boolean empty = true;
    private int incarnation = -1;
    private long sequence;
    private long episode;
    private boolean fromEpisodeStart = true;

    /** Of an agent of which nothing is known so far. */
    public AgentHistory(TrainingSpec spec, int agent) {
        this.policyId = spec.policyId();
        this.agent = agent;
        actionBytes = spec.environment().actionSpace().rowBytes();
        observationBytes = spec.environment().observationSpace().rowBytes();
    }

    /** Takes the next block of the log. */
    public void offer(TransitionBlock block) {
        if (!block.policyId().equals(policyId) || block.agent() != agent || block.incarnation() < incarnation) {
            return;
        }
        incarnation = block.incarnation();
        if (empty) {
            empty = false;
            sequence = block.firstSequence();
            open(block.episode(), block.episodeStep() == 0);
        }
        if (block.firstSequence() > sequence) {
            return;
        }
        long rowEpisode = block.episode();
        boolean startsEpisode = block.episodeStep() == 0;
        for (int row = 0; row < block.rows(); row++) {
            if (block.firstSequence() + row == sequence) {
                if (rowEpisode != episode) {
                    open(rowEpisode, startsEpisode);
                }
                append(block, row);
            }
            startsEpisode = block.ended(row);
            rowEpisode += startsEpisode ? 1 : 0;
        }
    }

    /**
     * Where the agent's next life starts.
     *
     * @return mid-episode where the whole open episode is known; otherwise the open episode is abandoned and the next begins
     */
    public AgentStart resume(int newIncarnation) {
        if (!fromEpisodeStart) {
            return AgentStart.atEpisodeStart(agent, newIncarnation, sequence, episode + 1);
        }
        return new AgentStart(
                agent, newIncarnation, sequence, episode, openActions.toByteArray(), openObservations.toByteArray());
    }

    /** Whether the log was read from a place after the start of the open episode, so that earlier blocks are missing. */
    public boolean isCutOff() {
        return !fromEpisodeStart;
    }

    /** The highest incarnation that wrote; −1 if none did. */
    public int incarnation() {
        return incarnation;
    }

    /** The next sequence. */
    public long sequence() {
        return sequence;
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
