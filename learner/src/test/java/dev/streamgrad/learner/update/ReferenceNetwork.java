package dev.streamgrad.learner.update;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.RolloutBatch;

/** Actor and critic once more, in plain float64 Java, as an independent reference. */
final class ReferenceNetwork {

    private final TrainingSpec spec;
    private final LearnerState state;
    private final double[] parameters;
    private final ParameterLayout layout;

    ReferenceNetwork(TrainingSpec spec, LearnerState state) {
        this(spec, state, widened(state.parameters()));
    }

    ReferenceNetwork(TrainingSpec spec, LearnerState state, double[] parameters) {
        this.spec = spec;
        this.state = state;
        this.parameters = parameters;
        layout = ParameterLayout.of(spec.environment(), spec.network());
    }

    float[] logProbabilities(RolloutBatch batch) {
        float[] result = new float[batch.rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = (float) logProbability(batch, row);
        }
        return result;
    }

    double logProbability(RolloutBatch batch, int row) {
        double[] outputs = forward("pi", batch.observations(), row * batch.features());
        if (spec.environment().actionSpace() instanceof Box) {
            double sum = 0;
            int offset = layout.tensor(ParameterLayout.LOG_STD).offset();
            for (int i = 0; i < outputs.length; i++) {
                double logStd = parameters[offset + i];
                double z = (batch.actions()[row * outputs.length + i] - outputs[i]) / Math.exp(logStd);
                sum += -0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
            }
            return sum;
        }
        return outputs[(int) batch.actions()[row]] - logSum(outputs);
    }

    double entropy(RolloutBatch batch, int row) {
        double[] outputs = forward("pi", batch.observations(), row * batch.features());
        double entropy = 0;
        if (spec.environment().actionSpace() instanceof Box) {
            int offset = layout.tensor(ParameterLayout.LOG_STD).offset();
            for (int i = 0; i < outputs.length; i++) {
                entropy += 0.5 + 0.5 * Math.log(2 * Math.PI) + parameters[offset + i];
            }
            return entropy;
        }
        double logSum = logSum(outputs);
        for (double output : outputs) {
            entropy -= Math.exp(output - logSum) * (output - logSum);
        }
        return entropy;
    }

    double value(float[] observations, int at) {
        return forward("vf", observations, at)[0];
    }

    private double[] forward(String prefix, float[] observations, int at) {
        int features = spec.environment().observationSpace().features();
        float[] raw = new float[features];
        System.arraycopy(observations, at, raw, 0, features);
        state.observations().apply(raw, features);
        double[] input = widened(raw);
        int last = spec.network().hidden().length;
        for (int layer = 0; layer <= last; layer++) {
            ParameterLayout.Tensor weight = layout.tensor(prefix + "." + layer + ".weight");
            int bias = layout.tensor(prefix + "." + layer + ".bias").offset();
            double[] output = new double[weight.rows()];
            for (int row = 0; row < output.length; row++) {
                double sum = parameters[bias + row];
                for (int column = 0; column < input.length; column++) {
                    sum += parameters[weight.offset() + row * input.length + column] * input[column];
                }
                output[row] = layer == last ? sum : Math.tanh(sum);
            }
            input = output;
        }
        return input;
    }

    private static double logSum(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
