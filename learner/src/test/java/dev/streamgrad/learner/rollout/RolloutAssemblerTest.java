package dev.streamgrad.learner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutAssembler.Result;
import dev.streamgrad.learner.rollout.RolloutAssembler.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutAssemblerTest {

    private static final int LENGTH = 8;

    private final TrainingSpec spec = spec(1);
    private final RolloutAssembler assembler = new RolloutAssembler(spec);
    private Assembly state = Assembly.EMPTY;

    private static TrainingSpec spec(int lag) {
        Specs specs = new Specs();
        specs.rolloutLength = LENGTH;
        specs.observations = Specs.box(1);
        specs.lag = lag;
        return specs.build();
    }

    @Test
    void cutsTheRolloutAtItsLength() {
        assertThat(offer(0, 5).completed()).isEmpty();
        Result result = offer(5, 3);
        assertThat(result.completed()).hasSize(1);
        assertThat(sequences(result.completed().get(0))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(result.state().blocks()).isEmpty();
        assertThat(result.state().nextSequence()).isEqualTo(8);
    }

    @Test
    void dropsAndCountsADuplicate() {
        offer(0, 5);
        Assembly before = state;
        assertThat(offer(0, 5).outcome()).isEqualTo(Verdict.DUPLICATE);
        assertThat(offer(2, 3).outcome()).isEqualTo(Verdict.DUPLICATE);
        assertThat(state)
                .isEqualTo(new Assembly(
                        before.incarnation(), before.nextSequence(), before.givenUp(), 2, before.blocks()));
    }

    @Test
    void aDuplicateOfAHigherIncarnationFencesNoBlock() {
        offer(0, 5);
        assertThat(assembler.offer(state, block(0, 5, Integer.MAX_VALUE)).outcome())
                .isEqualTo(Verdict.DUPLICATE);
        state = assembler.offer(state, block(2, 3, Integer.MAX_VALUE)).state();
        assertThat(offer(5, 3).outcome()).isEqualTo(Verdict.USED);
    }

    @Test
    void theNumberOfDuplicatesDoesNotOverflow() {
        state = new Assembly(0, 5, 0, Integer.MAX_VALUE, List.of());
        assertThat(offer(0, 5).state().duplicates()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void givesUpOneRolloutAtATime() {
        offer(0, 2);
        for (int index = 0; index < 100; index++) {
            Result result = assembler.giveUp(state, "test", 0);
            state = result.state();
            assertThat(result.completed()).extracting(Rollout::index).containsExactly((long) index);
            assertThat(result.completed().get(0).missing()).isEqualTo(index == 0 ? LENGTH - 2 : LENGTH);
        }
    }

    @Test
    void dropsALowerIncarnation() {
        offer(0, 3);
        assertThat(assembler.offer(state, block(3, 2, 1)).outcome()).isEqualTo(Verdict.USED);
        state = assembler.offer(state, block(3, 2, 1)).state();
        assertThat(assembler.offer(state, block(5, 2, 0)).outcome()).isEqualTo(Verdict.FENCED);
    }

    /** A row and its next observation are taken from the first block that holds the row. */
    @Test
    void usesAnOverlappingBlockFromTheExpectedSequenceOn() {
        int ended = 3;
        state = assembler.offer(state, block(0, 5, 0, 0, ended)).state();
        Result result = assembler.offer(state, block(3, 5, 0, 0, ended));
        assertThat(result.outcome()).isEqualTo(Verdict.USED);
        assertThat(result.masked()).isZero();
        Rollout rollout = result.completed().get(0);
        assertThat(sequences(rollout)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(rollout.terminated()).containsExactly(0, 0, 0, 1, 0, 0, 0, 0);
        assertThat(rollout.marks()[4]).isEqualTo(Rollout.EPISODE_START);
        ByteBuffer next = ByteBuffer.wrap(rollout.nextObservations()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {next.getFloat(), next.getFloat()}).containsExactly(-4, -8);
        assertThat(next.hasRemaining()).isFalse();
    }

    /** An environment that cannot be replayed: a process that hung still wrote after its successor had read the log. */
    @Test
    void doesNotJoinTwoTrajectories() {
        state = assembler.offer(state, block(0, 5, 0)).state();
        Rollout rollout =
                assembler.offer(state, block(3, 5, 1, 100, -1)).completed().get(0);
        assertThat(sequences(rollout)).containsExactly(0, 1, 2, 3, -1, 105, 106, 107);
        assertThat(rollout.marks()[4]).isEqualTo(Rollout.MISSING);
    }

    @Test
    void anEpisodeThatEndedNeedsNoSuccessor() {
        state = assembler.offer(state, block(0, 5, 0, 0, 4)).state();
        Rollout rollout =
                assembler.offer(state, block(3, 5, 1, 100, 4)).completed().get(0);
        assertThat(sequences(rollout)).containsExactly(0, 1, 2, 3, 4, 105, 106, 107);
    }

    @Test
    void masksAGapOnceALaterBlockProvesIt() {
        offer(0, 2);
        Result result = offer(5, 3);
        assertThat(result.masked()).isEqualTo(3);
        assertThat(sequences(result.completed().get(0))).containsExactly(0, 1, -1, -1, -1, 5, 6, 7);
    }

    @Test
    void completesARolloutWhoseEndIsLost() {
        offer(0, 2);
        Result result = offer(10, 6);
        assertThat(result.masked()).isEqualTo(8);
        assertThat(result.completed()).extracting(Rollout::index).containsExactly(0L, 1L);
        assertThat(sequences(result.completed().get(0))).containsExactly(0, 1, -1, -1, -1, -1, -1, -1);
        assertThat(sequences(result.completed().get(1))).containsExactly(-1, -1, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void aRolloutHoldsTheNumberOfDuplicatesDuringItsAssembly() {
        offer(0, 2);
        offer(0, 2);
        offer(0, 1);
        assertThat(offer(2, 6).completed()).extracting(Rollout::duplicates).containsExactly(2);
        offer(2, 6);
        assertThat(offer(8, 8).completed()).extracting(Rollout::duplicates).containsExactly(1);
        assertThat(offer(16, 8).completed()).extracting(Rollout::duplicates).containsExactly(0);
    }

    @Test
    void rejectsABlockThatIsOutOfReach() {
        offer(0, 2);
        Result result = offer(16, 2);
        assertThat(result.outcome()).isEqualTo(Verdict.REJECTED);
        assertThat(result.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("out of reach"));
        assertThat(result.state().nextSequence()).isEqualTo(2);
    }

    @Test
    void emitsEveryRolloutOnceAndInOrderFromDisturbedBlocks() {
        for (int seed = 0; seed < 300; seed++) {
            RandomStream random = new RandomStream(seed, Domain.EVALUATION).at(0, 0);
            List<TransitionBlock> log = disturbed(random);
            Assembly now = Assembly.EMPTY;
            List<Rollout> out = new ArrayList<>();
            long masked = 0;
            for (TransitionBlock block : log) {
                Result result = assembler.offer(now, block);
                now = result.state();
                masked += result.masked();
                out.addAll(result.completed());
            }
            long missing = 0;
            for (int i = 0; i < out.size(); i++) {
                assertThat(out.get(i).index()).isEqualTo(i);
                missing += out.get(i).missing();
                int[] sequences = sequences(out.get(i));
                for (int row = 0; row < LENGTH; row++) {
                    assertThat(sequences[row]).isIn(-1, i * LENGTH + row);
                }
            }
            long openRows = now.nextSequence() % LENGTH;
            assertThat(missing).isLessThanOrEqualTo(masked);
            assertThat(out).hasSize((int) (now.nextSequence() / LENGTH));
            assertThat(now.blocks().isEmpty()).isEqualTo(openRows == 0);
        }
    }

    /** An agent's blocks: some are dropped, some duplicated, some sent again by a later incarnation, from a few rows before. */
    private static List<TransitionBlock> disturbed(RandomStream random) {
        List<TransitionBlock> log = new ArrayList<>();
        int incarnation = 0;
        long sequence = 0;
        while (sequence < 20 * LENGTH) {
            int room = (int) (LENGTH - sequence % LENGTH);
            int rows = 1 + random.nextInt(room);
            TransitionBlock block = block(sequence, rows, incarnation);
            int fate = random.nextInt(10);
            if (fate != 0) {
                log.add(block);
            }
            if (fate == 1) {
                log.add(block);
            }
            sequence += rows;
            if (fate == 2) {
                incarnation++;
                sequence = Math.max(0, sequence - random.nextInt(5));
            }
        }
        return log;
    }

    private Result offer(long first, int rows) {
        Result result = assembler.offer(state, block(first, rows, 0));
        state = result.state();
        return result;
    }

    private static TransitionBlock block(long first, int rows, int incarnation) {
        return block(first, rows, incarnation, 0, -1);
    }

    /** The observation of a row is its sequence + 1 + mark; its next observation is the negative of that. */
    private static TransitionBlock block(long first, int rows, int incarnation, int mark, int ended) {
        ByteBuffer observations = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer next = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
        byte[] terminated = new byte[rows];
        for (int row = 0; row < rows; row++) {
            float seen = mark + first + row + 1;
            observations.putFloat(seen);
            terminated[row] = (byte) (first + row == ended ? 1 : 0);
            if (first + row == ended || (first + row + 1) % LENGTH == 0) {
                next.putFloat(-seen);
            }
        }
        return new TransitionBlock(
                "test",
                0,
                incarnation,
                first,
                LENGTH,
                0,
                0,
                (int) first,
                observations.array(),
                new byte[rows * 4],
                new byte[rows * 4],
                new byte[rows * 8],
                terminated,
                new byte[rows],
                Arrays.copyOf(next.array(), next.position()),
                new byte[0],
                false);
    }

    /** The sequence of every row; −1 for a missing row. */
    private static int[] sequences(Rollout rollout) {
        ByteBuffer observations = ByteBuffer.wrap(rollout.observations()).order(ByteOrder.LITTLE_ENDIAN);
        int[] sequences = new int[rollout.length()];
        for (int row = 0; row < sequences.length; row++) {
            int sequence = (int) observations.getFloat() - 1;
            sequences[row] = rollout.marks()[row] == Rollout.MISSING ? -1 : sequence;
        }
        return sequences;
    }
}
