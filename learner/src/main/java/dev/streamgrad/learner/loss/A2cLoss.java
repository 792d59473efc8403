package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;

/**
 * Advantage actor-critic (Mnih et al. 2016): −log π(a|s) Â at the current parameters; the old ones are not used. Derivative with
 * respect to log π: −Â. With more than one step per update nothing limits how far the policy moves.
 */
public final class A2cLoss implements PolicyLoss {

    @Override
    public Term evaluate(NDArray logProbabilities, Minibatch minibatch) {
        NDArray gradients = minibatch.advantages().mul(minibatch.weights()).negi();
        NDArray difference = logProbabilities.sub(minibatch.oldLogProbabilities());
        return new Term(
                gradients.mul(logProbabilities), gradients, difference.zerosLike(), PolicyLoss.divergences(difference));
    }
}
