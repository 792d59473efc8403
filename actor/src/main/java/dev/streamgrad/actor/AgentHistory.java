package dev.streamgrad.actor;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where one agent resumes, from the records of the agent. They are offered in log order, from the start of its open episode
 * or from an earlier record on. They are judged as the job judges them, so that the agent resumes where the job expects it.
 *
 * <table>
 * <caption>Effect of an offered block; {@code next} is the next expected sequence</caption>
 * <tr><td>belongs to another policy or agent</td><td>ignored</td></tr>
 * <tr><td>does not fit the training spec</td><td>{@link #rejected() rejected}: its contents are ignored</td></tr>
 * <tr><td>has a lower incarnation than the highest seen</td><td>ignored: its incarnation is fenced</td></tr>
 * <tr><td>contains rows that were seen already</td><td>these rows are ignored as duplicates, which fence nothing</td></tr>
 * <tr><td>begins more than lag rollouts after the rollout of next</td><td>begins a branch, see below</td></tr>
 * <tr><td>begins after next</td><td>continues the history; the rows between are masked</td></tr>
 * <tr><td>otherwise</td><td>continues the history</td></tr>
 * </table>
 *
 * <p>The job has rejected a block that is further ahead, or the block is the next of the agent after rollouts that the job gave up.
 * The log alone does not show which. So the block begins a second branch of the history. If a later block continues the first
 * branch, the second was rejected and is dropped. Otherwise the second branch counts once the version that acted in it is
 * published. Branches are ordered by their next sequence, so the branch of a block is found in logarithmic time.
 */
public final class AgentHistory {

    /**
     * Limit of the bytes of open episodes in all branches but the first. A branch that would exceed it drops its open episode; an
     * agent that resumes on that branch abandons the episode.
     */
    private static final int MOST_BYTES_APART = 16 << 20;

    private final TrainingSpec spec;
    private final int agent;
    private final List<Branch> branches = new ArrayList<>();
    private long bytesApart;
    private int suspects;
    private long looks;

    /** A branch of the history. It counts once {@code fromVersion} is published; {@code bytes} is its size when it began. */
    private record Branch(long fromVersion, CandidateHistory history, long bytes) {}

    /** Creates the history of an agent without records. */
    public AgentHistory(TrainingSpec spec, int agent) {
        this.spec = spec;
        this.agent = agent;
        branches.add(new Branch(Long.MIN_VALUE, new CandidateHistory(spec, agent), 0));
    }

    /** Offers the next block of the log. */
    public void offer(TransitionBlock block) {
        if (!block.policyId().equals(spec.policyId()) || block.agent() != agent) {
            return;
        }
        if (BlockInspection.fault(spec, block).isPresent()) {
            rejected();
            return;
        }
        int reached = firstReaching(block);
        if (reached < branches.size()) {
            if (branches.get(reached).history().offer(block)) {
                keep(reached + 1);
                suspects = Math.min(suspects, reached);
            }
        } else if (!branches.get(reached - 1).history().fences(block)) {
            branch(block);
        }
    }

    /**
     * Notes a record under the key of the agent that cannot be read or does not fit the spec. It does not move the agent, but the
     * agent may have sent it, which explains rows that are missing.
     */
    public void rejected() {
        suspects = branches.size();
    }

    /**
     * Whether rows of the agent are missing that the learner has passed, as far as is known, and no rejected record explains it. In
     * that case the log has lost its tail, and the learner restarts from an earlier version. The agent must not resume before the
     * learner has published its new position.
     *
     * @param version that the learner published last; −1 if none
     */
    public boolean isBehind(long version) {
        int branch = branch(version);
        return branch >= suspects && isGone(branch, version);
    }

    /**
     * Returns where the next incarnation of the agent starts. If the whole open episode is known, it starts in the middle of that
     * episode. Otherwise it abandons the open episode and begins the next. If the learner has passed the open rollout of the agent,
     * it starts at the rollout that the learner expects.
     *
     * @param leastIncarnation lowest incarnation to start with; a higher one is used if the log has this one already
     * @param version that the learner published last; −1 if none
     */
    public ResumePoint resume(int leastIncarnation, long version) {
        int branch = branch(version);
        CandidateHistory history = branches.get(branch).history();
        boolean givenUp = (branch < suspects && version > history.openRollout()) || isGone(branch, version);
        return history.resume(leastIncarnation, version, givenUp);
    }

    /** Whether reading began after the start of the open episode, so that earlier blocks are missing. */
    public boolean isCutOff(long version) {
        return branches.get(branch(version)).history().isCutOff();
    }

    /** The next sequence according to the log alone. */
    public long sequence() {
        return branches.get(0).history().sequence();
    }

    /** The number of branches that were inspected so far: the cost of all offers. */
    long looks() {
        return looks;
    }

    /** The first branch that the block can continue; the number of branches if there is none. */
    private int firstReaching(TransitionBlock block) {
        int from = 0;
        int to = branches.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            looks++;
            if (branches.get(middle).history().reaches(block)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private void branch(TransitionBlock block) {
        CandidateHistory history = CandidateHistory.after(spec, block);
        if (bytesApart + history.bytes() > MOST_BYTES_APART) {
            history.forgetEpisode();
        }
        branches.add(new Branch(block.policyVersion(), history, history.bytes()));
        bytesApart += history.bytes();
    }

    /** Drops all branches but the first {@code count}. */
    private void keep(int count) {
        while (branches.size() > count) {
            bytesApart -= branches.remove(branches.size() - 1).bytes();
        }
    }

    /** The index of the newest branch whose version was published. */
    private int branch(long version) {
        int newest = branches.size() - 1;
        while (branches.get(newest).fromVersion() > version && newest > 0) {
            newest--;
        }
        return newest;
    }

    /** Whether the version that acts in the branch's open rollout is no longer kept. Version v is learned from the rollouts 0 … v−1. */
    private boolean isGone(int branch, long version) {
        long open = branches.get(branch).history().openRollout();
        return version > open
                && spec.actingVersion(open) <= version - (spec.rollouts().lag() + 2L);
    }
}
