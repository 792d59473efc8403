package dev.streamgrad.simulator.inference;

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
 * The distribution of actions that the head's outputs of one row describe. Actions lie in a float array as their space's
 * elements, before any transform. Log-probabilities are computed in float64 with {@link StrictMath} and rounded to float32 once.
 *
 * <p>An instance holds buffers and serves one thread.
 */
public sealed interface ActionDistribution
        permits Categorical, MultiCategorical, Bernoulli, DiagonalGaussian, StateDependentGaussian {

    /** The distribution over an environment's actions. */
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

    /** Takes what it needs of a policy version's flat vector. */
    default void load(float[] parameters) {}

    /** Hears of the rows' last hidden layer, row-major; it stays valid as long as the head's outputs do. */
    default void attend(float[] lastHiddenLayer) {}

    /**
     * Draws an action.
     *
     * @param outputs holds the row's outputs of the head from {@code row} on
     * @param random where the draws come from
     * @param actions receives the action from {@code at} on
     */
    void sample(float[] outputs, int row, RandomStream random, float[] actions, int at);

    /** Writes the most probable action. */
    void mode(float[] outputs, int row, float[] actions, int at);

    /** The log-probability, or log-density, of an action. */
    float logProbability(float[] outputs, int row, float[] actions, int at);
}
