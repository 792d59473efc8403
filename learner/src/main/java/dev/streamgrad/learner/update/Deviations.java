package dev.streamgrad.learner.update;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The standard deviations of continuous actions in a flat parameter vector: exp of {@code log_std}, one number per action element, or with
 * state-dependent exploration one per hidden unit and element.
 */
final class Deviations {

    private Deviations() {}

    /** The smallest deviation; infinite if actions are not continuous. */
    static double smallest(TrainingSpec spec, float[] parameters) {
        return of(spec, parameters).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** The mean deviation, {@code train/std} of Stable-Baselines3; NaN if actions are not continuous. */
    static double mean(TrainingSpec spec, float[] parameters) {
        return of(spec, parameters).average().orElse(Double.NaN);
    }

    private static DoubleStream of(TrainingSpec spec, float[] parameters) {
        if (!(spec.environment().actionSpace() instanceof Box)) {
            return DoubleStream.empty();
        }
        Tensor logStd = ParameterLayout.of(spec.environment(), spec.network()).tensor(ParameterLayout.LOG_STD);
        return IntStream.range(0, logStd.size()).mapToDouble(i -> Math.exp(parameters[logStd.offset() + i]));
    }
}
