package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Windows one agent's blocks into rollouts. A pure state machine: {@code offer(state, block)} returns the next state, the
 * rollouts that became complete, and what became of the block.
 *
 * <table>
 * <caption>Rules, in this order; {@code next} is the sequence expected next</caption>
 * <tr><th>a block that</th><th>is</th></tr>
 * <tr><td>has a lower incarnation</td><td>fenced: dropped, counted</td></tr>
 * <tr><td>ends at or before next</td><td>a duplicate: dropped, counted; whatever its incarnation, it fences nobody</td></tr>
 * <tr><td>begins more than lag rollouts after next's, and those that were given up</td><td>refused: no agent can be there</td></tr>
 * <tr><td>begins before next and ends after</td><td>used from next on</td></tr>
 * <tr><td>begins at next</td><td>used</td></tr>
 * <tr><td>begins after next</td><td>proof that the rows between never come: they are masked, then it is used</td></tr>
 * </table>
 *
 * <p>Invariants: every sequence is part of exactly one rollout; rollouts leave in order, none is left out; what leaves depends
 * on the order of one agent's blocks alone.
 */
public final class RolloutAssembler {

    private final int length;
    private final int lag;
    private final EnvironmentSpec environment;

    /** For the agents of one training spec. */
    public RolloutAssembler(TrainingSpec spec) {
        this.length = spec.rollouts().rolloutLength();
        this.lag = spec.rollouts().lag();
        this.environment = spec.environment();
    }

    /** What became of a block. */
    public enum Outcome {
        USED,
        DUPLICATE,
        FENCED,
        REFUSED
    }

    /**
     * The answer to an offer.
     *
     * @param state the state afterwards
     * @param completed rollouts that became complete, in order
     * @param outcome what became of the block
     * @param masked rows that were given up because of this block
     * @param reason why it was refused; empty otherwise
     */
    public record Result(
            Assembly state, List<Rollout> completed, Outcome outcome, long masked, Optional<String> reason) {}

    /** Takes a block that {@link BlockInspection} has passed. */
    public Result offer(Assembly state, TransitionBlock block) {
        if (block.incarnation() < state.incarnation()) {
            return dropped(state, Outcome.FENCED);
        }
        if (block.endSequence() <= state.nextSequence()) {
            return dropped(state.withDuplicate(), Outcome.DUPLICATE);
        }
        if (block.rollout() > state.nextSequence() / length + lag + state.givenUp()) {
            return new Result(
                    state,
                    List.of(),
                    Outcome.REFUSED,
                    0,
                    Optional.of("Sequence " + block.firstSequence()
                            + " of agent " + block.agent() + " is out of reach: " + state.nextSequence()
                            + " is expected, and an agent waits for the policy after " + lag + " rollouts more."));
        }
        long masked = Math.max(0, block.firstSequence() - state.nextSequence());
        List<Rollout> completed = new ArrayList<>();
        List<TransitionBlock> open = new ArrayList<>(state.blocks());
        long openIndex = state.nextSequence() / length;
        int duplicates = state.duplicates();
        while (openIndex < block.rollout()) {
            completed.add(close(open, block.policyId(), block.agent(), openIndex++, duplicates));
            open.clear();
            duplicates = 0;
        }
        open.add(block);
        if (block.endSequence() % length == 0) {
            completed.add(close(open, block.policyId(), block.agent(), openIndex, duplicates));
            open.clear();
            duplicates = 0;
        }
        Assembly next = new Assembly(block.incarnation(), block.endSequence(), 0, duplicates, open);
        return new Result(next, completed, Outcome.USED, masked, Optional.empty());
    }

    private static Result dropped(Assembly state, Outcome outcome) {
        return new Result(state, List.of(), outcome, 0, Optional.empty());
    }

    /**
     * Gives one rollout more up, for the time being: {@code completed} is the open one as it stands, or the next empty one after those
     * that were given up before; provisional. Blocks that come after all are taken as ever.
     */
    public Result giveUp(Assembly state, String policyId, int agent) {
        long index = state.nextSequence() / length + state.givenUp();
        List<TransitionBlock> known = state.givenUp() == 0 ? state.blocks() : List.of();
        Rollout provisional = columns(known).toRollout(policyId, agent, index, true, 0);
        Assembly next = new Assembly(
                state.incarnation(), state.nextSequence(), state.givenUp() + 1, state.duplicates(), state.blocks());
        return new Result(next, List.of(provisional), Outcome.USED, 0, Optional.empty());
    }

    private Rollout close(List<TransitionBlock> blocks, String policyId, int agent, long index, int duplicates) {
        return columns(blocks).toRollout(policyId, agent, index, false, duplicates);
    }

    private RolloutColumns columns(List<TransitionBlock> blocks) {
        RolloutColumns columns = new RolloutColumns(length, environment);
        for (TransitionBlock block : blocks) {
            columns.append(block);
        }
        return columns;
    }
}
