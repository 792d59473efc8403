package dev.streamgrad.learner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutAssembler.Result;
import dev.streamgrad.learner.rollout.RolloutAssembler.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An agent may close a rollout early; the rest of it does not exist. */
class ClosedRolloutTest {

    private static final int LENGTH = 8;
    private static final byte P = Rollout.PRESENT;
    private static final byte C = Rollout.CLOSED;
    private static final byte M = Rollout.MISSING;
    private static final byte S = Rollout.EPISODE_START;

    private final TrainingSpec spec = spec();
    private final RolloutAssembler assembler = new RolloutAssembler(spec);
    private Assembly state = Assembly.EMPTY;

    private static TrainingSpec spec() {
        Specs specs = new Specs();
        specs.rolloutLength = LENGTH;
        specs.observations = Specs.box(1);
        return specs.build();
    }

    @Test
    void theLastRowHasANextObservationAndTheAgentGoesOnInTheNextRollout() {
        Rollout rollout = only(offer(closing(0, 3, 0)));
        assertThat(rollout.marks()).containsExactly(S, P, P, C, C, C, C, C);
        assertThat(next(rollout)).containsExactly(-3);
        assertThat(rollout.missing()).isZero();
        assertThat(state.nextSequence()).isEqualTo(LENGTH);
        assertThat(state.blocks()).isEmpty();
        Result second = offer(block(LENGTH, LENGTH, 0));
        assertThat(second.masked()).isZero();
        assertThat(only(second).index()).isEqualTo(1);

        RolloutBatch batch = RolloutBatch.of(spec, List.of(rollout));
        assertThat(batch.present()).containsExactly(true, true, true, false, false, false, false, false);
        assertThat(batch.closed()).containsExactly(false, false, false, true, true, true, true, true);
        assertThat(batch.nextIndex()).containsExactly(-1, -1, 0, -1, -1, -1, -1, -1);
    }

    @Test
    void anAgentWithoutAStepClosesWithABlockWithoutRows() {
        Result first = offer(closing(0, 0, 0));
        assertThat(first.outcome()).isEqualTo(Verdict.USED);
        assertThat(only(first).marks()).containsOnly(C);
        assertThat(offer(closing(0, 0, 0)).outcome()).isEqualTo(Verdict.DUPLICATE);
        assertThat(only(offer(closing(LENGTH, 0, 0))).index()).isEqualTo(1);
    }

    @Test
    void itMayCloseWithTheLastRowSentAgain() {
        offer(block(0, 3, 0));
        offer(block(3, 2, 0));
        Rollout rollout = only(offer(closing(4, 1, 0)));
        assertThat(rollout.marks()).containsExactly(S, P, P, P, P, C, C, C);
        assertThat(next(rollout)).containsExactly(-5);
        state = Assembly.EMPTY;
        offer(block(0, 5, 0));
        assertThat(only(offer(closing(2, 3, 0)))).usingRecursiveComparison().isEqualTo(rollout);
    }

    /** The row before the end is then another step than the one that is closed, and its successor is unknown. */
    @Test
    void itDoesNotJoinTwoTrajectories() {
        offer(block(0, 5, 0));
        Rollout rollout = only(offer(closing(4, 1, 100)));
        assertThat(rollout.marks()).containsExactly(S, P, P, P, M, C, C, C);
        assertThat(next(rollout)).isEmpty();
        state = Assembly.EMPTY;
        offer(block(0, 5, 0));
        Rollout shorter = only(offer(closing(0, 2, 100)));
        assertThat(shorter.marks()).containsExactly(S, P, P, P, M, C, C, C);
        assertThat(next(shorter)).isEmpty();
    }

    @Test
    void rowsThatAreLostBeforeTheEndAreMissing() {
        offer(block(0, 2, 0));
        Result result = offer(closing(4, 1, 0));
        assertThat(result.masked()).isEqualTo(2);
        assertThat(only(result).marks()).containsExactly(S, P, M, M, P, C, C, C);
    }

    @Test
    void theEndOfARolloutMayBeMarkedToo() {
        Rollout marked = only(offer(closing(0, LENGTH, 0)));
        state = Assembly.EMPTY;
        assertThat(marked).usingRecursiveComparison().isEqualTo(only(offer(block(0, LENGTH, 0))));
    }

    private Result offer(TransitionBlock block) {
        Result result = assembler.offer(state, block);
        state = result.state();
        return result;
    }

    private static Rollout only(Result result) {
        assertThat(result.completed()).hasSize(1);
        return result.completed().get(0);
    }

    private static float[] next(Rollout rollout) {
        float[] next = new float[rollout.nextObservations().length / Float.BYTES];
        ByteBuffer.wrap(rollout.nextObservations())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(next);
        return next;
    }

    private static TransitionBlock block(long first, int rows, int mark) {
        return block(first, rows, mark, false);
    }

    private static TransitionBlock closing(long first, int rows, int mark) {
        return block(first, rows, mark, true);
    }

    /** The observation of a row is its sequence + 1 + mark; the last row's next observation is the negative of that. */
    private static TransitionBlock block(long first, int rows, int mark, boolean closes) {
        boolean hasNext = rows > 0 && (closes || (first + rows) % LENGTH == 0);
        ByteBuffer observations = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            observations.putFloat((float) (mark + first + row + 1));
        }
        ByteBuffer next = ByteBuffer.allocate(hasNext ? 4 : 0).order(ByteOrder.LITTLE_ENDIAN);
        if (hasNext) {
            next.putFloat((float) -(mark + first + rows));
        }
        return new TransitionBlock(
                "test",
                0,
                0,
                first,
                LENGTH,
                0,
                0,
                (int) first,
                observations.array(),
                new byte[rows * 4],
                new byte[rows * 4],
                new byte[rows * 8],
                new byte[rows],
                new byte[rows],
                next.array(),
                new byte[0],
                closes);
    }
}
