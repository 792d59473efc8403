package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Variants of blocks: cut differently by an agent, or sent by another process. */
final class Blocks {

    private Blocks() {}

    /** Splits a block into two: the rows before {@code row}, and the rest. */
    static List<TransitionBlock> split(TrainingSpec spec, TransitionBlock block, int row) {
        return List.of(part(spec, block, 0, row), part(spec, block, row, block.rows()));
    }

    /** The block with another incarnation, policy version and observations. */
    static TransitionBlock with(TransitionBlock block, int incarnation, long version, byte[] observations) {
        return Forgery.of(
                block, Map.of("incarnation", incarnation, "policyVersion", version, "observations", observations));
    }

    /** The block with other truncated flags, which no decoder would return. */
    static TransitionBlock withTruncated(TransitionBlock block, byte[] truncated) {
        return Forgery.of(block, Map.of("truncated", truncated));
    }

    private static TransitionBlock part(TrainingSpec spec, TransitionBlock block, int from, int to) {
        int seen = spec.environment().observationSpace().rowBytes();
        int acted = spec.environment().actionSpace().rowBytes();
        long episode = block.episode();
        int step = block.episodeStep();
        int nextsBefore = 0;
        int nexts = 0;
        for (int row = 0; row < to; row++) {
            int given = block.hasNextObservation(row) ? 1 : 0;
            if (row < from) {
                episode += block.ended(row) ? 1 : 0;
                step = block.ended(row) ? 0 : step + 1;
                nextsBefore += given;
            } else {
                nexts += given;
            }
        }
        return new TransitionBlock(
                block.policyId(),
                block.agent(),
                block.incarnation(),
                block.firstSequence() + from,
                block.rolloutLength(),
                block.policyVersion(),
                episode,
                step,
                rows(block.observations(), from, to, seen),
                rows(block.actions(), from, to, acted),
                rows(block.logProbabilities(), from, to, Float.BYTES),
                rows(block.rewards(), from, to, Double.BYTES),
                rows(block.terminated(), from, to, 1),
                rows(block.truncated(), from, to, 1),
                rows(block.nextObservations(), nextsBefore, nextsBefore + nexts, seen),
                new byte[0],
                false);
    }

    private static byte[] rows(byte[] column, int from, int to, int stride) {
        return Arrays.copyOfRange(column, from * stride, to * stride);
    }
}
