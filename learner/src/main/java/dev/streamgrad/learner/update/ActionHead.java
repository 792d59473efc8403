package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.loss.BernoulliDistribution;
import dev.streamgrad.learner.loss.CategoricalDistribution;
import dev.streamgrad.learner.loss.GaussianDistribution;
import dev.streamgrad.learner.loss.MultiCategoricalDistribution;
import dev.streamgrad.learner.loss.PolicyDistribution;
import dev.streamgrad.learner.loss.StateDependentDistribution;
import dev.streamgrad.learner.network.ActorCritic;
import java.util.List;

/**
 * Interprets the actor's outputs as a distribution over the action space.
 *
 * @param space the action space
 * @param stateDependent whether a continuous action's noise depends on the state
 */
record ActionHead(Space space, boolean stateDependent) {

    /** Added to the logit of an action that is not allowed, so that its probability and its gradient are 0. */
    private static final float FORBIDDEN = -1e8f;

    static ActionHead of(TrainingSpec spec) {
        return new ActionHead(spec.environment().actionSpace(), spec.network().stateDependentExploration());
    }

    /**
     * The distribution of every row under the networks' current parameters.
     *
     * @param acted the result of {@link ActorCritic#act}
     * @param actions in the form of a minibatch
     * @param masks in the form of a minibatch
     */
    PolicyDistribution distribution(ActorCritic networks, List<NDArray> acted, NDArray actions, NDList masks) {
        NDArray outputs = masked(acted.get(acted.size() - 1), masks);
        if (space instanceof Discrete) {
            return new CategoricalDistribution(outputs, actions);
        } else if (space instanceof MultiDiscrete several) {
            return new MultiCategoricalDistribution(outputs, actions, several.sizes());
        } else if (!(space instanceof Box)) {
            return new BernoulliDistribution(outputs, actions);
        }
        return stateDependent
                ? new StateDependentDistribution(outputs, acted.get(acted.size() - 2), networks.logStd(), actions)
                : new GaussianDistribution(outputs, networks.logStd(), actions);
    }

    private static NDArray masked(NDArray outputs, NDList masks) {
        return masks.isEmpty() ? outputs : outputs.sub(masks.get(0).sub(1).muli(FORBIDDEN));
    }
}
