package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log tells about one agent: feed it the agent's records in log order, from the start of its open episode or from
 * earlier, and it says where the agent resumes. It judges them as the job does, so that the agent goes on where the job expects it.
 *
 * <table>
 * <caption>What an offered block does; {@code next} is the sequence expected next</caption>
 * <tr><td>of another policy or agent</td><td>ignored</td></tr>
 * <tr><td>that does not fit the training spec</td><td>{@link #refused() refused}: nothing that it says counts</td></tr>
 * <tr><td>of a lower incarnation than the highest seen</td><td>ignored: a fenced life's</td></tr>
 * <tr><td>rows that were seen already</td><td>ignored: duplicates, which fence nobody; the first record of a row counts</td></tr>
 * <tr><td>begins more than lag rollouts after next's</td><td>kept apart, as below</td></tr>
 * <tr><td>begins after next</td><td>continues the history; the rows between are masked</td></tr>
 * <tr><td>otherwise</td><td>continues the history</td></tr>
 * </table>
 *
 * <p>A block that lies further on is either refused by the job, or the agent's next after rollouts that the job gave up: the log alone does
 * not say. So a second branch of the history begins with it. A later block that continues the first shows that it was refused, and the
 * branch is dropped; otherwise the branch counts once the version that acted in it was published. Branches are ordered by how far they have
 * come, so that a block's is found in logarithmic time however many there are.
 */
public final class AgentHistory {

    /** What the branches but the first may hold of open episodes; an agent that resumes on one that would hold more abandons its episode. */
    private static final int MOST_BYTES_APART = 16 << 20;

    private final TrainingSpec spec;
    private final int agent;
    private final List<Branch> branches = new ArrayList<>();
    private long bytesApart;
    private int suspects;
    private long looks;

    /** What counts from this version on; and the bytes that it was begun with. */
    private record Branch(long fromVersion, HistoryBranch history, long bytes) {}

    /** Of an agent of which nothing is known so far. */
    public AgentHistory(TrainingSpec spec, int agent) {
        this.spec = spec;
        this.agent = agent;
        branches.add(new Branch(Long.MIN_VALUE, new HistoryBranch(spec, agent), 0));
    }

    /** Takes the next block of the log. */
    public void offer(TransitionBlock block) {
        if (!block.policyId().equals(spec.policyId()) || block.agent() != agent) {
            return;
        }
        if (BlockInspection.fault(spec, block).isPresent()) {
            refused();
            return;
        }
        int within = firstWithin(block);
        if (within < branches.size()) {
            if (branches.get(within).history().offer(block)) {
                keep(within + 1);
                suspects = Math.min(suspects, within);
            }
        } else if (!branches.get(within - 1).history().fences(block)) {
            branch(block);
        }
    }

    /** The next record in the agent's name cannot be read, or does not fit. It moves nothing, but the agent may have taken it for its own. */
    public void refused() {
        suspects = branches.size();
    }

    /**
     * Whether the agent lacks rows that the learner, as far as is known, has gone past, and no refused record says why. Then the log has lost
     * its tail, and the learner is to begin again before that: where it is must be heard from itself before the agent resumes.
     *
     * @param version that the learner published last; −1 if none
     */
    public boolean isBehind(long version) {
        int branch = branch(version);
        return branch >= suspects && isGone(branch, version);
    }

    /**
     * Where the agent's next life starts: mid-episode where the whole open episode is known; otherwise the open episode is abandoned and
     * the next begins. Where the learner has gone past the agent's open rollout, it starts at the rollout that the learner expects.
     *
     * @param leastIncarnation of that life; higher where the log knows that one already
     * @param version that the learner published last; −1 if none
     */
    public AgentStart resume(int leastIncarnation, long version) {
        int branch = branch(version);
        HistoryBranch history = branches.get(branch).history();
        boolean givenUp = (branch < suspects && version > history.openRollout()) || isGone(branch, version);
        return history.resume(leastIncarnation, version, givenUp);
    }

    /** Whether the log was read from a place after the start of the open episode, so that earlier blocks are missing. */
    public boolean isCutOff(long version) {
        return branches.get(branch(version)).history().isCutOff();
    }

    /** The next sequence, as far as the log alone tells. */
    public long sequence() {
        return branches.get(0).history().sequence();
    }

    /** How many branches were looked at so far: the cost of what was offered. */
    long looks() {
        return looks;
    }

    /** The first branch within whose reach the block lies; their number if there is none. */
    private int firstWithin(TransitionBlock block) {
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
        HistoryBranch history = HistoryBranch.after(spec, block);
        if (bytesApart + history.bytes() > MOST_BYTES_APART) {
            history.forgetEpisode();
        }
        branches.add(new Branch(block.policyVersion(), history, history.bytes()));
        bytesApart += history.bytes();
    }

    /** Keeps the first so many branches. */
    private void keep(int count) {
        while (branches.size() > count) {
            bytesApart -= branches.remove(branches.size() - 1).bytes();
        }
    }

    /** The newest branch whose version was published. */
    private int branch(long version) {
        int newest = branches.size() - 1;
        while (branches.get(newest).fromVersion() > version && newest > 0) {
            newest--;
        }
        return newest;
    }

    /** Whether the version that acts in the branch's open rollout is kept no longer: version v is learned from the rollouts 0 … v−1. */
    private boolean isGone(int branch, long version) {
        long open = branches.get(branch).history().openRollout();
        return version > open
                && spec.actingVersion(open) <= version - (spec.rollouts().lag() + 2L);
    }
}
