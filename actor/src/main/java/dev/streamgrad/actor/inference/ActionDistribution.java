package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;

/**
 * The distribution of actions that one row of the head's outputs describes. An action is stored in a float array as the elements of
 * its space, before any transform. Log-probabilities are computed in float64 with {@link StrictMath} and rounded to float32 once.
 *
 * <p>An instance holds buffers and must be used by one thread only.
 */
public sealed interface ActionDistribution
        permits Categorical, MultiCategorical, Bernoulli, DiagonalGaussian, StateDependentGaussian {

    /** Creates the distribution over the actions of an environment. */
    static ActionDistribution over(EnvironmentSpec environment, NetworkSpec network) {
        Space actionSpace = environment.actionSpace();
        if (actionSpace instanceof Discrete discrete) {
            return new Categorical(discrete.n());
        }
        if (actionSpace instanceof MultiDiscrete several) {
            return new MultiCategorical(several.sizes());
        }
        if (actionSpace instanceof MultiBinary switches) {
            return new Bernoulli(switches.n());
        }
        Tensor logStd = ParameterLayout.of(environment, network).tensor(ParameterLayout.LOG_STD);
        return network.stateDependentExploration() ? new StateDependentGaussian(logStd) : new DiagonalGaussian(logStd);
    }

    /** Copies the parameters that the distribution needs from the flat vector of a policy version. */
    default void load(float[] parameters) {}

    /** Sets the last hidden layer of the rows, row-major. It stays valid as long as the outputs of the head. */
    default void attend(float[] lastHiddenLayer) {}

    /**
     * Draws an action.
     *
     * @param outputs holds the outputs of the head for the row, starting at index {@code row}
     * @param random source of the draws
     * @param actions receives the action, starting at index {@code at}
     */
    void sample(float[] outputs, int row, RandomStream random, float[] actions, int at);

    /** Writes the most probable action. */
    void mode(float[] outputs, int row, float[] actions, int at);

    /** The log-probability, or log-density, of an action. */
    float logProbability(float[] outputs, int row, float[] actions, int at);
}
