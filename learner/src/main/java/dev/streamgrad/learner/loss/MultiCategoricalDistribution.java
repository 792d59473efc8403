package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** Several independent softmaxes, for an action of several discrete values. Log-probabilities and entropies are sums over them. */
public final class MultiCategoricalDistribution implements PolicyDistribution {

    private static final int COLUMNS = 1;

    private final List<CategoricalDistribution> parts = new ArrayList<>();
    private final NDArray logProbabilities;
    private final NDArray entropies;

    /**
     * The distribution of every row.
     *
     * @param logits [B, Σ sizes]
     * @param actions one-hot, [B, Σ sizes]
     * @param sizes how many values each element has
     */
    public MultiCategoricalDistribution(NDArray logits, NDArray actions, int[] sizes) {
        long[] cuts = new long[sizes.length - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = (i == 0 ? 0 : cuts[i - 1]) + sizes[i];
        }
        NDList logitParts = cuts.length == 0 ? new NDList(logits) : logits.split(cuts, COLUMNS);
        NDList actionParts = cuts.length == 0 ? new NDList(actions) : actions.split(cuts, COLUMNS);
        for (int i = 0; i < sizes.length; i++) {
            parts.add(new CategoricalDistribution(logitParts.get(i), actionParts.get(i)));
        }
        logProbabilities =
                sum(parts.stream().map(PolicyDistribution::logProbabilities).toList());
        entropies = sum(parts.stream().map(PolicyDistribution::entropies).toList());
    }

    @Override
    public NDArray logProbabilities() {
        return logProbabilities;
    }

    @Override
    public NDArray entropies() {
        return entropies;
    }

    @Override
    public OutputGradient gradient(NDArray logProbabilityGradient, double entropyGradient) {
        NDList gradients = new NDList();
        for (CategoricalDistribution part : parts) {
            gradients.add(part.gradient(logProbabilityGradient, entropyGradient).outputs());
        }
        return new OutputGradient(NDArrays.concat(gradients, COLUMNS), new NDList());
    }

    private static NDArray sum(List<NDArray> terms) {
        NDArray sum = terms.get(0).duplicate();
        terms.stream().skip(1).forEach(sum::addi);
        return sum;
    }
}
