package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.loss.A2cLoss;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.loss.PolicyDistribution;
import dev.streamgrad.learner.loss.PolicyLoss;
import dev.streamgrad.learner.loss.PpoLoss;
import dev.streamgrad.learner.loss.ValueLoss;
import dev.streamgrad.learner.network.ActorCritic;
import java.util.List;

/**
 * The loss of one update with its schedules evaluated: policy + value coefficient · value − entropy coefficient · entropy, each a
 * mean over the rows of the minibatch.
 *
 * @param policy the actor's loss
 * @param value the critic's loss
 * @param valueCoefficient weight of the critic's loss; 1 with two optimisers
 * @param entropyCoefficient weight of the entropy bonus
 * @param head interprets the actor's outputs
 */
record Objective(
        PolicyLoss policy, ValueLoss value, double valueCoefficient, double entropyCoefficient, ActionHead head) {

    /** The number of means in {@link LossGradient#means}. */
    static final int MEANS = 6;

    /**
     * A gradient and the metrics of its rows, on the device.
     *
     * @param gradient [P]
     * @param means of policy loss, value loss, entropy, approximate KL to the ratio's denominator, clipped rows, and approximate KL to
     *     the policy at the start of the update, [6]
     */
    record LossGradient(NDArray gradient, NDArray means) {}

    /** The objective after {@code transitions} transitions, the current batch included. */
    static Objective at(TrainingSpec spec, long transitions) {
        long total = spec.budget().totalSteps();
        PolicyLoss policy = spec.update().algorithm() == Algorithm.PPO
                ? new PpoLoss(spec.loss().clipRange().at(transitions, total))
                : new A2cLoss();
        return new Objective(
                policy,
                new ValueLoss(
                        spec.loss().valueClipping(),
                        spec.loss().valueClipRange().at(transitions, total)),
                spec.optimiser().separate() ? 1 : spec.loss().valueCoefficient(),
                spec.loss().entropyCoefficient().at(transitions, total),
                ActionHead.of(spec));
    }

    /**
     * The gradient of the mean over {@code rows} rows. {@code minibatch} holds all of them or a part; the sum of the parts' results is
     * the result for all rows.
     */
    LossGradient gradient(ActorCritic networks, Minibatch minibatch, long rows) {
        List<NDArray> acted = networks.act(minibatch.observations());
        List<NDArray> criticised = networks.criticise(acted);
        PolicyDistribution distribution = head.distribution(networks, acted, minibatch.actions(), minibatch.masks());
        NDArray values = criticised.get(criticised.size() - 1).flatten();
        PolicyLoss.Term policyTerm = policy.evaluate(distribution.logProbabilities(), minibatch);
        ValueLoss.Term valueTerm = value.evaluate(values, minibatch);
        double scale = 1.0 / rows;
        PolicyDistribution.OutputGradient output =
                distribution.gradient(policyTerm.gradients().muli(scale), -entropyCoefficient * scale);
        NDArray gradient = networks.gradient(
                acted,
                criticised,
                output.outputs(),
                output.logStd(),
                valueTerm.gradients().muli(valueCoefficient * scale).reshape(minibatch.rows(), 1));
        NDArray moved = minibatch.proximal().isEmpty()
                ? policyTerm.divergences()
                : PolicyLoss.divergences(
                        distribution.logProbabilities().sub(minibatch.proximal().get(0)));
        NDList means = new NDList(
                policyTerm.losses(),
                valueTerm.losses(),
                distribution.entropies(),
                policyTerm.divergences(),
                policyTerm.clipped(),
                moved);
        return new LossGradient(
                gradient, NDArrays.stack(means).sum(new int[] {1}).muli(scale));
    }

    /** The total loss for the given means. */
    double loss(double policyLoss, double valueLoss, double entropy) {
        return policyLoss + valueCoefficient * valueLoss - entropyCoefficient * entropy;
    }
}
