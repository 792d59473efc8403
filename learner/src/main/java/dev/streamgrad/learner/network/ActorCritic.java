package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;

/**
 * Actor and critic over one flat parameter vector on the device. Stepping {@link #parameters()} in place steps the networks,
 * whose weights are views of it.
 *
 * <p>Owned by the manager that is passed to the constructor. Not thread-safe.
 */
public final class ActorCritic {

    private final ParameterLayout layout;
    private final NDArray parameters;
    private final Network actor;
    private final Network critic;
    private final NDList logStd = new NDList();

    /**
     * Uploads a parameter vector.
     *
     * @param manager owner of the vector and its views
     * @param values flat float32 vector of the spec's layout; copied
     */
    public ActorCritic(NDManager manager, TrainingSpec spec, float[] values) {
        layout = ParameterLayout.of(spec.environment(), spec.network());
        parameters = manager.create(values);
        List<ConvolutionShape> convolutions =
                spec.network().convolutions(spec.environment().observationSpace());
        actor = new Network(spec.network().activation(), convolutions);
        critic = new Network(spec.network().activation(), convolutions);
        NDList views = parameters.split(offsets(layout), 0);
        List<ParameterLayout.Tensor> tensors = layout.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            ParameterLayout.Tensor tensor = tensors.get(i);
            if (tensor.name().equals(ParameterLayout.LOG_STD)) {
                logStd.add(
                        spec.network().stateDependentExploration()
                                ? views.get(i).reshape(new Shape(tensor.rows(), tensor.columns()))
                                : views.get(i));
            } else {
                NDArray weight = views.get(i).reshape(new Shape(tensor.rows(), tensor.columns()));
                (tensor.offset() < layout.actorSize() ? actor : critic).addLayer(weight, views.get(++i));
            }
        }
    }

    /** The flat vector, [P]; stepped in place. */
    public NDArray parameters() {
        return parameters;
    }

    /** The layout of the flat vector. */
    public ParameterLayout layout() {
        return layout;
    }

    /** log σ, [K], or [H, K] with state-dependent exploration; only for a continuous action space. */
    public NDArray logStd() {
        return logStd.get(0);
    }

    /** Actor's forward pass: returns the input of every layer's matrix product, and last the logits or means [B, K]. */
    public List<NDArray> act(NDArray observations) {
        return actor.forward(actor.open(observations));
    }

    /** Critic's forward pass: returns the input of every layer's matrix product, and last the values [B, 1]. */
    public List<NDArray> criticise(NDArray observations) {
        return critic.forward(critic.open(observations));
    }

    /** Critic's forward pass on the actor's observations. Both networks have the same shape, so they share the first layer's windows. */
    public List<NDArray> criticise(List<NDArray> acted) {
        return critic.forward(acted.get(0));
    }

    /**
     * The gradient over the flat vector.
     *
     * @param acted the result of {@link #act}
     * @param criticised the result of {@link #criticise}
     * @param outputGradient ∂L/∂(logits or means), [B, K]
     * @param logStdGradient ∂L/∂ log σ, flat; empty for a discrete action space
     * @param valueGradient ∂L/∂V, [B, 1]
     * @return [P], in the layout's order
     */
    public NDArray gradient(
            List<NDArray> acted,
            List<NDArray> criticised,
            NDArray outputGradient,
            NDList logStdGradient,
            NDArray valueGradient) {
        NDList pieces = actor.backward(acted, outputGradient);
        pieces.addAll(logStdGradient);
        pieces.addAll(critic.backward(criticised, valueGradient));
        return NDArrays.concat(pieces, 0);
    }

    private static long[] offsets(ParameterLayout layout) {
        return layout.tensors().stream()
                .skip(1)
                .mapToLong(ParameterLayout.Tensor::offset)
                .toArray();
    }
}
