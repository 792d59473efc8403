package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/**
 * PPO's clipped surrogate (Schulman et al. 2017, eq. 7): −min(r Â, clip(r, 1 − ε, 1 + ε) Â) with r = π/π_old.
 *
 * <p>Derivative with respect to log π: −r Â if the unclipped term is less than or equal to the clipped one, else 0. At r = 1 that
 * is A2C's −Â, bit for bit. Decoupled (Hilton, Cobbe and Schulman 2022): π_old is the proximal policy, and each row is weighted
 * by proximal / behaviour, or with V-trace by ρ = min(ρ̄, proximal / behaviour); its advantage is then not multiplied by ρ.
 *
 * @param clipRange ε
 */
public record PpoLoss(double clipRange) implements PolicyLoss {

    @Override
    public Term evaluate(NDArray logProbabilities, Minibatch minibatch) {
        NDArray difference = logProbabilities.sub(minibatch.oldLogProbabilities());
        NDArray ratio = difference.exp();
        NDArray advantages = minibatch.advantages().mul(minibatch.weights());
        NDArray plain = ratio.mul(advantages);
        NDArray bounded = ratio.clip(1 - clipRange, 1 + clipRange).muli(advantages);
        NDArray flows = plain.lte(bounded).toType(DataType.FLOAT32, false);
        NDArray clipped = ratio.sub(1).abs().gt(clipRange).toType(DataType.FLOAT32, false);
        return new Term(
                NDArrays.minimum(plain, bounded).negi(),
                flows.muli(plain).negi(),
                clipped,
                ratio.subi(1).subi(difference));
    }
}
