package dev.streamgrad.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.spec.ValueClipping;
import dev.streamgrad.learner.network.TensorEngine;
import org.junit.jupiter.api.Test;

class ValueLossTest {

    private static final int ROWS = 2000;
    private static final float RANGE = 1;

    /** As with a tape, the gradient is that of the larger square; inside the clip range both squares have the slope V − R. */
    @Test
    void roundingDropsNoGradientInsideTheClipRange() {
        RandomStream random = new RandomStream(1, Domain.EVALUATION).at(0, 0);
        float[] values = new float[ROWS];
        float[] targets = new float[ROWS];
        float[] oldValues = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            oldValues[row] = (float) random.nextGaussian();
            values[row] = (float) random.nextGaussian();
            targets[row] = (float) random.nextGaussian();
        }
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray none = manager.zeros(new Shape(ROWS));
            Minibatch minibatch = new Minibatch(
                    none,
                    none,
                    none,
                    manager.create(targets),
                    none,
                    manager.create(oldValues),
                    none,
                    new NDList(),
                    new NDList());
            float[] gradients = new ValueLoss(ValueClipping.MAXIMUM, RANGE)
                    .evaluate(manager.create(values), minibatch)
                    .gradients()
                    .toFloatArray();
            int inside = 0;
            for (int row = 0; row < ROWS; row++) {
                float moved = values[row] - oldValues[row];
                float error = values[row] - targets[row];
                // Outside the range the clipped square is the larger one if and only if V is closer to R than V_c is.
                float clipped = oldValues[row] + Math.max(-RANGE, Math.min(RANGE, moved)) - targets[row];
                boolean flows = Math.abs(moved) <= RANGE || Math.abs(clipped) <= Math.abs(error);
                assertThat(gradients[row]).as("row %d", row).isEqualTo(flows ? error : 0);
                inside += Math.abs(moved) <= RANGE ? 1 : 0;
            }
            assertThat(inside).isBetween(ROWS / 3, ROWS - ROWS / 10);
        }
    }
}
