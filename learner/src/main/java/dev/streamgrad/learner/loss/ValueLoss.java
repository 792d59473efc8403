package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.streamgrad.contract.spec.ValueClipping;

/**
 * The critic's loss, with its derivative by the value. R is the target, V₀ the value at the start of the update, ε the clip
 * range, V_c = V₀ + clip(V − V₀, ±ε).
 *
 * <pre>
 *   NONE        (V − R)²                        2 (V − R)
 *   PREDICTION  (V_c − R)²                      2 (V_c − R) where |V − V₀| ≤ ε, else 0
 *   MAXIMUM     ½ max((V − R)², (V_c − R)²)     (V − R) where |V − V₀| ≤ ε or the unclipped square is the larger, else 0
 * </pre>
 *
 * @param clipping which form
 * @param clipRange ε; unused with NONE
 */
public record ValueLoss(ValueClipping clipping, double clipRange) {

    /**
     * A loss per row.
     *
     * @param losses [B]
     * @param gradients ∂loss/∂V, [B]
     */
    public record Term(NDArray losses, NDArray gradients) {}

    /**
     * Evaluates every row; nothing is averaged yet.
     *
     * @param values V at the current parameters, [B]
     */
    public Term evaluate(NDArray values, Minibatch minibatch) {
        NDArray error = values.sub(minibatch.targets());
        if (clipping == ValueClipping.NONE) {
            return new Term(error.square(), error.mul(2));
        }
        NDArray moved = values.sub(minibatch.oldValues());
        NDArray clippedError =
                moved.clip(-clipRange, clipRange).addi(minibatch.oldValues()).subi(minibatch.targets());
        NDArray inside = moved.abs().lte(clipRange);
        if (clipping == ValueClipping.PREDICTION) {
            NDArray flows = inside.toType(DataType.FLOAT32, false);
            return new Term(clippedError.square(), flows.muli(clippedError).muli(2));
        }
        NDArray plain = error.square();
        NDArray bounded = clippedError.square();
        // Inside the range both squares are the same but for the rounding of V₀ + (V − V₀), which must not decide.
        NDArray flows = inside.logicalOr(bounded.lte(plain)).toType(DataType.FLOAT32, false);
        return new Term(plain.maximum(bounded).muli(0.5), flows.muli(error));
    }
}
