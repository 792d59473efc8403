package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.record.TransitionBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Withdraws a provisional rollout: its agent acts again, and will send the missing rows. A retraction is sent to the
 * {@link RolloutBatcher} as a provisional rollout without rows.
 */
public final class RolloutRetraction {

    private RolloutRetraction() {}

    /**
     * The retractions for an accepted block: one for each rollout that was emitted as provisional before it, except those that the block
     * completed.
     *
     * @param before the state to which the block was offered
     */
    public static List<Rollout> by(TransitionBlock block, Assembly before, RolloutAssembler.Result result) {
        List<Rollout> withdrawals = new ArrayList<>();
        if (result.outcome() == RolloutAssembler.Verdict.USED) {
            long first = before.nextSequence() / block.rolloutLength()
                    + result.completed().size();
            long end = before.nextSequence() / block.rolloutLength() + before.givenUp();
            for (long index = first; index < end; index++) {
                withdrawals.add(of(block.policyId(), block.agent(), index));
            }
        }
        return withdrawals;
    }

    static Rollout of(String policyId, int agent, long index) {
        byte[] none = new byte[0];
        return new Rollout(policyId, agent, index, true, 0, none, none, none, none, none, none, none, none, none);
    }

    static boolean is(Rollout rollout) {
        return rollout.provisional() && rollout.length() == 0;
    }
}
