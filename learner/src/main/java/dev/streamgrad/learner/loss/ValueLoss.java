package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.streamgrad.contract.spec.ValueClipping;

/**
 * The critic's loss, with its derivative with respect to the value. R is the target, V₀ the value at the start of the update, ε the
 * clip range, V_c = V₀ + clip(V − V₀, ±ε).
 *
 * <pre>
 *   NONE        (V − R)²                        2 (V − R)
 *   PREDICTION  (V_c − R)²                      2 (V_c − R) if |V − V₀| ≤ ε, else 0
 *   MAXIMUM     ½ max((V − R)², (V_c − R)²)     (V − R) if |V − V₀| ≤ ε or (V − R)² ≥ (V_c − R)², else 0
 * </pre>
 *
 * @param clipping the form of the loss
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
     * Evaluates every row, without averaging.
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
        // Inside the range the squares differ only by the rounding of V₀ + (V − V₀); it must not affect the gradient.
        NDArray flows = inside.logicalOr(bounded.lte(plain)).toType(DataType.FLOAT32, false);
        return new Term(plain.maximum(bounded).muli(0.5), flows.muli(error));
    }
}
