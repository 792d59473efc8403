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
 * <tr><td>rows that were seen already</td><td>ignored: duplicates; the first record of a row counts</td></tr>
 * <tr><td>begins more than lag rollouts after next's</td><td>kept apart, as below</td></tr>
 * <tr><td>begins after next</td><td>continues the history; the rows between are masked</td></tr>
 * <tr><td>otherwise</td><td>continues the history</td></tr>
 * </table>
 *
 * <p>A block that lies further on is either refused by the job, or the agent's next after rollouts that the job gave up: the log alone does
 * not say. So a second branch of the history begins with it. A later block that continues the first shows that it was refused, and the
 * branch is dropped; otherwise the branch counts once the version that acted in it was published.
 */
public final class AgentHistory {

    private final TrainingSpec spec;
    private final int agent;
    private final List<Branch> branches = new ArrayList<>();

    /** What counts from this version on. */
    private record Branch(long fromVersion, HistoryBranch history) {}

    /** Of an agent of which nothing is known so far. */
    public AgentHistory(TrainingSpec spec, int agent) {
        this.spec = spec;
        this.agent = agent;
        branches.add(new Branch(Long.MIN_VALUE, new HistoryBranch(spec, agent)));
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
        HistoryBranch.Answer answer = HistoryBranch.Answer.OUT_OF_REACH;
        for (int i = 0; i < branches.size(); i++) {
            answer = branches.get(i).history().offer(block);
            if (answer == HistoryBranch.Answer.FENCED) {
                return;
            } else if (answer == HistoryBranch.Answer.TAKEN) {
                branches.subList(i + 1, branches.size()).clear();
                return;
            }
        }
        if (answer == HistoryBranch.Answer.OUT_OF_REACH) {
            branches.add(new Branch(block.policyVersion(), HistoryBranch.after(spec, block)));
        }
    }

    /** The next record in the agent's name cannot be read, or does not fit. It moves nothing, but the agent may have taken it for its own. */
    public void refused() {
        branches.forEach(branch -> branch.history().suspect());
    }

    /**
     * Where the agent's next life starts: mid-episode where the whole open episode is known; otherwise the open episode is abandoned and
     * the next begins. Where the learner has gone past the agent's open rollout, it starts at the rollout that the learner expects.
     *
     * @param leastIncarnation of that life; higher where the log knows that one already
     * @param newestVersion the newest that the learner had published before the log was read; −1 if none
     */
    public AgentStart resume(int leastIncarnation, long newestVersion) {
        return branch(newestVersion).resume(leastIncarnation, newestVersion);
    }

    /** Whether the log was read from a place after the start of the open episode, so that earlier blocks are missing. */
    public boolean isCutOff(long newestVersion) {
        return branch(newestVersion).isCutOff();
    }

    /** The next sequence, as far as the log alone tells. */
    public long sequence() {
        return branches.get(0).history().sequence();
    }

    private HistoryBranch branch(long newestVersion) {
        HistoryBranch valid = branches.get(0).history();
        for (Branch branch : branches) {
            if (branch.fromVersion() <= newestVersion) {
                valid = branch.history();
            }
        }
        return valid;
    }
}
