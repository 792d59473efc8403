package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Assembles one agent's blocks into rollouts. A pure state machine: {@code offer(state, block)} returns the next state, the
 * rollouts that became complete, and the verdict on the block.
 *
 * <table>
 * <caption>Rules, in this order; {@code next} is the sequence expected next</caption>
 * <tr><th>a block that</th><th>is</th></tr>
 * <tr><td>has a lower incarnation than the last accepted one</td><td>fenced: dropped, counted</td></tr>
 * <tr><td>ends at or before next</td><td>a duplicate: dropped, counted; it fences no other block, whatever its incarnation</td></tr>
 * <tr><td>begins more than lag + (number of rollouts given up) rollouts after next's rollout</td><td>rejected: out of reach of any
 * agent</td></tr>
 * <tr><td>begins before next and ends after</td><td>used from next on; if its row before next is another step than the one accepted
 * before, that one is masked</td></tr>
 * <tr><td>begins at next</td><td>used</td></tr>
 * <tr><td>begins after next</td><td>used; it proves that the rows from next to its beginning are lost, and these are masked</td></tr>
 * </table>
 *
 * <p>A block that closes its rollout ends at the first sequence of the next one. The sequences after its last row do not exist. If it ends
 * before rows that were accepted, the last of these is masked, since its successor is unknown.
 *
 * <p>Invariants: every sequence is part of exactly one rollout; rollouts are emitted in order, without gaps; the output depends only
 * on the order of the agent's blocks.
 */
public final class RolloutAssembler {

    private final int length;
    private final int lag;
    private final EnvironmentSpec environment;

    /** An assembler for the agents of one training spec. */
    public RolloutAssembler(TrainingSpec spec) {
        this.length = spec.rollouts().rolloutLength();
        this.lag = spec.rollouts().lag();
        this.environment = spec.environment();
    }

    /** How a block was handled. */
    public enum Verdict {
        USED,
        DUPLICATE,
        FENCED,
        REJECTED
    }

    /**
     * The result of an offer.
     *
     * @param state the state afterwards
     * @param completed rollouts that became complete, in order
     * @param outcome how the block was handled
     * @param masked rows that are lost, as this block proves
     * @param reason why the block was rejected; empty otherwise
     */
    public record Result(
            Assembly state, List<Rollout> completed, Verdict outcome, long masked, Optional<String> reason) {}

    /** Offers a block that has passed {@link BlockInspection}. */
    public Result offer(Assembly state, TransitionBlock block) {
        if (block.incarnation() < state.incarnation()) {
            return dropped(state, Verdict.FENCED);
        }
        if (block.endSequence() <= state.nextSequence()) {
            return dropped(state.withDuplicate(), Verdict.DUPLICATE);
        }
        if (block.rollout() > state.nextSequence() / length + lag + state.givenUp()) {
            return new Result(
                    state,
                    List.of(),
                    Verdict.REJECTED,
                    0,
                    Optional.of("Sequence " + block.firstSequence()
                            + " of agent " + block.agent() + " is out of reach: sequence " + state.nextSequence()
                            + " is expected, and an agent can be at most " + lag + " rollouts ahead."));
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
        return new Result(next, completed, Verdict.USED, masked, Optional.empty());
    }

    private static Result dropped(Assembly state, Verdict outcome) {
        return new Result(state, List.of(), outcome, 0, Optional.empty());
    }

    /**
     * Gives up one more rollout provisionally. {@code completed} is a provisional rollout: the open one with the rows received so far, or,
     * if that was given up before, the next one, without rows. Blocks that arrive later are still accepted.
     */
    public Result giveUp(Assembly state, String policyId, int agent) {
        long index = state.nextSequence() / length + state.givenUp();
        List<TransitionBlock> known = state.givenUp() == 0 ? state.blocks() : List.of();
        Rollout provisional = columns(known).toRollout(policyId, agent, index, true, 0);
        Assembly next = new Assembly(
                state.incarnation(), state.nextSequence(), state.givenUp() + 1, state.duplicates(), state.blocks());
        return new Result(next, List.of(provisional), Verdict.USED, 0, Optional.empty());
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
