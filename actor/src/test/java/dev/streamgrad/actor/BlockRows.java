package dev.streamgrad.actor;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Converts blocks to rows, to compare runs whose blocks have different boundaries. */
final class BlockRows {

    private BlockRows() {}

    /** All rows of the blocks of an agent, in order, as texts. Two texts are equal if all bits of the rows are. */
    static List<String> of(TrainingSpec spec, List<TransitionBlock> blocks, int agent) {
        List<String> rows = new ArrayList<>();
        for (TransitionBlock block : blocks) {
            if (block.agent() == agent) {
                addRows(spec, block, rows);
            }
        }
        return rows;
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    static double[] doubles(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }

    private static void addRows(TrainingSpec spec, TransitionBlock block, List<String> rows) {
        int observationBytes = spec.environment().observationSpace().rowBytes();
        int actionBytes = spec.environment().actionSpace().rowBytes();
        long episode = block.episode();
        int step = block.episodeStep();
        int next = 0;
        for (int row = 0; row < block.rows(); row++) {
            String text = "sequence " + (block.firstSequence() + row) + " version " + block.policyVersion()
                    + " episode " + episode + "/" + step
                    + " saw " + hex(block.observations(), row, observationBytes)
                    + " did " + hex(block.actions(), row, actionBytes)
                    + " log " + hex(block.logProbabilities(), row, Float.BYTES)
                    + " got " + hex(block.rewards(), row, Double.BYTES)
                    + " ended " + block.terminated()[row] + block.truncated()[row];
            if (block.hasNextObservation(row)) {
                text += " then " + hex(block.nextObservations(), next++, observationBytes);
            }
            rows.add(text);
            episode += block.ended(row) ? 1 : 0;
            step = block.ended(row) ? 0 : step + 1;
        }
    }

    private static String hex(byte[] bytes, int row, int rowBytes) {
        return HexFormat.of().formatHex(bytes, row * rowBytes, (row + 1) * rowBytes);
    }
}
