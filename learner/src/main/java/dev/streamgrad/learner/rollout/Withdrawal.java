package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.record.TransitionBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a provisional rollout back: an agent that goes on acting will send the rows that were missing. On its way to the
 * {@link RolloutBatcher} it is a provisional rollout without rows.
 */
public final class Withdrawal {

    private Withdrawal() {}

    /**
     * What an accepted block takes back: the rollouts that had gone out provisional before it, but for those that it completed.
     *
     * @param before the state that the block was offered to
     */
    public static List<Rollout> by(TransitionBlock block, Assembly before, RolloutAssembler.Result result) {
        List<Rollout> withdrawals = new ArrayList<>();
        if (result.outcome() == RolloutAssembler.Outcome.USED) {
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
