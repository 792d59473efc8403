package dev.streamgrad.learner.network;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Arrays;

/**
 * The weights of version 0. Orthogonal (Saxe, McClelland and Ganguli 2014): the Q of a Gaussian matrix's QR decomposition with
 * the sign of R's diagonal, transposed when wide, times the gain √2 in convolutions and hidden layers, 0.01 in the actor's
 * head and 1 in the critic's; zero biases. A convolution's matrix is [filters][window]. Not orthogonal: torch's default, uniform in
 * ±1/√inputs, biases included.
 *
 * <p>Random numbers: domain INITIALISATION, agent = index of the tensor in the layout, index 0.
 */
public final class Initialisation {

    private Initialisation() {}

    /** The flat vector of version 0. */
    public static float[] parameters(TrainingSpec spec) {
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        float[] parameters = new float[layout.size()];
        RandomStream random = new RandomStream(spec.seed(), Domain.INITIALISATION);
        int inputs = 1;
        for (int i = 0; i < layout.tensors().size(); i++) {
            Tensor tensor = layout.tensors().get(i);
            random.at(i, 0);
            boolean weight = tensor.name().endsWith(".weight");
            inputs = weight ? tensor.columns() : inputs;
            if (tensor.name().equals(ParameterLayout.LOG_STD)) {
                Arrays.fill(parameters, tensor.offset(), tensor.offset() + tensor.size(), (float)
                        spec.network().logStdInitial());
            } else if (!spec.network().orthogonal()) {
                uniform(parameters, tensor, 1 / Math.sqrt(inputs), random);
            } else if (weight) {
                orthogonal(parameters, tensor, gain(tensor, spec.network().hidden().length), random);
            }
        }
        return parameters;
    }

    private static double gain(Tensor tensor, int hiddenLayers) {
        if (tensor.name().equals("pi." + hiddenLayers + ".weight")) {
            return 0.01;
        }
        return tensor.name().equals("vf." + hiddenLayers + ".weight") ? 1.0 : Math.sqrt(2);
    }

    private static void uniform(float[] parameters, Tensor tensor, double bound, RandomStream random) {
        for (int i = 0; i < tensor.size(); i++) {
            parameters[tensor.offset() + i] = (float) random.nextUniform(-bound, bound);
        }
    }

    private static void orthogonal(float[] parameters, Tensor tensor, double gain, RandomStream random) {
        boolean wide = tensor.rows() < tensor.columns();
        int rows = wide ? tensor.columns() : tensor.rows();
        int columns = wide ? tensor.rows() : tensor.columns();
        double[][] basis = new double[columns][rows];
        for (double[] column : basis) {
            for (int i = 0; i < rows; i++) {
                column[i] = random.nextGaussian();
            }
        }
        orthonormalise(basis);
        for (int row = 0; row < tensor.rows(); row++) {
            for (int column = 0; column < tensor.columns(); column++) {
                double value = wide ? basis[row][column] : basis[column][row];
                parameters[tensor.offset() + row * tensor.columns() + column] = (float) (gain * value);
            }
        }
    }

    /**
     * Gram–Schmidt with two passes per column, which makes the columns orthogonal to machine precision ("twice is enough", Kahan and
     * Parlett). R's diagonal is positive, so no sign has to be corrected.
     */
    private static void orthonormalise(double[][] columns) {
        for (int j = 0; j < columns.length; j++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) {
                    double overlap = dot(columns[k], columns[j]);
                    for (int i = 0; i < columns[j].length; i++) {
                        columns[j][i] -= overlap * columns[k][i];
                    }
                }
            }
            double norm = Math.sqrt(dot(columns[j], columns[j]));
            for (int i = 0; i < columns[j].length; i++) {
                columns[j][i] /= norm;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
