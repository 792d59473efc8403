package dev.streamgrad.learner.update;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An independent reference implementation of actor and critic, in plain float64 Java. */
final class ReferenceNetwork {

    private final TrainingSpec spec;
    private final LearnerState state;
    private final double[] parameters;
    private final ParameterLayout layout;
    private double[] latent = new double[0];
    private double[] exploring = new double[0];
    private double[] frozen = new double[0];

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
            double[] logStds = logStds(outputs.length);
            for (int i = 0; i < outputs.length; i++) {
                double logStd = logStds[i];
                double z = (batch.actions()[row * outputs.length + i] - outputs[i]) / Math.exp(logStd);
                sum += -0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
            }
            return sum;
        }
        double sum = 0;
        int elements = batch.actionElements();
        if (spec.environment().actionSpace() instanceof MultiBinary) {
            for (int i = 0; i < elements; i++) {
                double p = 1 / (1 + Math.exp(-outputs[i]));
                sum += Math.log(batch.actions()[row * elements + i] == 1 ? p : 1 - p);
            }
            return sum;
        }
        List<double[]> choices = choices(batch, row, outputs);
        for (int i = 0; i < elements; i++) {
            sum += Math.log(choices.get(i)[(int) batch.actions()[row * elements + i]]);
        }
        return sum;
    }

    double entropy(RolloutBatch batch, int row) {
        double[] outputs = forward("pi", batch.observations(), row * batch.features());
        double entropy = 0;
        if (spec.environment().actionSpace() instanceof Box) {
            for (double logStd : logStds(outputs.length)) {
                entropy += 0.5 + 0.5 * Math.log(2 * Math.PI) + logStd;
            }
            return entropy;
        }
        if (spec.environment().actionSpace() instanceof MultiBinary) {
            for (double output : outputs) {
                double p = 1 / (1 + Math.exp(-output));
                entropy -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
            }
            return entropy;
        }
        for (double[] probabilities : choices(batch, row, outputs)) {
            for (double p : probabilities) {
                entropy -= p == 0 ? 0 : p * Math.log(p);
            }
        }
        return entropy;
    }

    /** The logits or means of a row. */
    double[] outputs(RolloutBatch batch, int row) {
        return forward("pi", batch.observations(), row * batch.features());
    }

    double value(float[] observations, int at) {
        return forward("vf", observations, at)[0];
    }

    /** log σ of every action element, for the last row of a forward pass of the actor. */
    private double[] logStds(int actions) {
        int offset = layout.tensor(ParameterLayout.LOG_STD).offset();
        double[] logStds = new double[actions];
        for (int k = 0; k < actions; k++) {
            if (!spec.network().stateDependentExploration()) {
                logStds[k] = parameters[offset + k];
                continue;
            }
            double variance = 1e-6;
            for (int h = 0; h < exploring.length; h++) {
                variance += Math.pow(exploring[h] * Math.exp(parameters[offset + h * actions + k]), 2);
            }
            logStds[k] = Math.log(variance) / 2;
        }
        return logStds;
    }

    /** Fixes the last hidden layer that the exploration depends on to that of another network: no gradient flows back through it. */
    ReferenceNetwork exploring(ReferenceNetwork other, RolloutBatch batch, int row) {
        other.forward("pi", batch.observations(), row * batch.features());
        frozen = other.latent;
        return this;
    }

    private double[] forward(String prefix, float[] observations, int at) {
        float[] features = features(spec.environment().observationSpace(), observations, at);
        state.observations().apply(features, features.length);
        double[] input = convolved(prefix, widened(features));
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
                output[row] = layer == last ? sum : activated(sum);
            }
            latent = input;
            input = output;
        }
        if (prefix.equals("pi")) {
            exploring = frozen.length > 0 ? frozen : latent;
        }
        return input;
    }

    /** The network inputs of a row of observations before normalisation: element by element, one-hot vectors if discrete. */
    static float[] features(Space space, float[] observations, int at) {
        if (space instanceof Discrete discrete) {
            return indicators(discrete.n(), (int) observations[at]);
        } else if (space instanceof MultiDiscrete several) {
            float[] features = new float[0];
            for (int i = 0; i < several.sizes().length; i++) {
                float[] next = indicators(several.sizes()[i], (int) observations[at + i]);
                features = Arrays.copyOf(features, features.length + next.length);
                System.arraycopy(next, 0, features, features.length - next.length, next.length);
            }
            return features;
        }
        return Arrays.copyOfRange(observations, at, at + space.features());
    }

    private static float[] indicators(int n, int which) {
        float[] indicators = new float[n];
        indicators[which] = 1;
        return indicators;
    }

    /** Convolutions by their definition: for every filter and position the sum over the window, by row, column, channel. */
    private double[] convolved(String prefix, double[] grid) {
        double[] input = grid;
        int[] filters = spec.network().filters();
        int kernel = spec.network().kernel();
        int stride = spec.network().stride();
        int[] shape = spec.environment().observationSpace() instanceof Box box ? box.shape() : new int[0];
        for (int layer = 0; layer < filters.length; layer++) {
            int weight = layout.tensor(prefix + ".conv." + layer + ".weight").offset();
            int bias = layout.tensor(prefix + ".conv." + layer + ".bias").offset();
            int[] next = {(shape[0] - kernel) / stride + 1, (shape[1] - kernel) / stride + 1, filters[layer]};
            double[] output = new double[next[0] * next[1] * next[2]];
            for (int i = 0; i < output.length; i++) {
                int filter = i % next[2];
                int top = i / next[2] / next[1] * stride;
                int left = i / next[2] % next[1] * stride;
                double sum = parameters[bias + filter];
                int at = weight + filter * kernel * kernel * shape[2];
                for (int y = top; y < top + kernel; y++) {
                    for (int x = left; x < left + kernel; x++) {
                        for (int channel = 0; channel < shape[2]; channel++) {
                            sum += parameters[at++] * input[(y * shape[1] + x) * shape[2] + channel];
                        }
                    }
                }
                output[i] = activated(sum);
            }
            input = output;
            shape = next;
        }
        return input;
    }

    private double activated(double sum) {
        return spec.network().activation() == Activation.TANH ? Math.tanh(sum) : Math.max(0, sum);
    }

    /** The probabilities of every discrete element's values; 0 for values that the mask forbids. */
    private List<double[]> choices(RolloutBatch batch, int row, double[] outputs) {
        int[] sizes = spec.environment().actionSpace() instanceof MultiDiscrete several
                ? several.sizes()
                : new int[] {outputs.length};
        List<double[]> choices = new ArrayList<>();
        int first = 0;
        for (int size : sizes) {
            double[] weights = new double[size];
            double total = 0;
            for (int i = 0; i < size; i++) {
                boolean allowed =
                        batch.actionMasks().length == 0 || batch.actionMasks()[row * outputs.length + first + i] == 1;
                weights[i] = allowed ? Math.exp(outputs[first + i]) : 0;
                total += weights[i];
            }
            for (int i = 0; i < size; i++) {
                weights[i] /= total;
            }
            choices.add(weights);
            first += size;
        }
        return choices;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
