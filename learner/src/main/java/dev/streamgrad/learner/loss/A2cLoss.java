package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;

/**
 * Advantage actor-critic (Mnih et al. 2016): −log π(a|s) Â at the current parameters, whatever the old ones were. Derivative by
 * log π: −Â. With more than one step per update nothing holds it back; that is one of the lessons.
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
