package dev.streamgrad.learner.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.spec.OptimiserSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Clips a gradient by its global norm and steps the flat parameter vector with one optimiser, or with one for the actor's part
 * and one for the critic's, each clipping its own norm.
 */
public final class ParameterStep {

    private static final double NORM_GUARD = 1e-6;

    private final OptimiserSpec spec;
    private final long[] cuts;
    private final NDList parts;
    private final List<Optimiser> optimisers = new ArrayList<>();

    /**
     * Continues from the given states.
     *
     * @param parameters the flat vector, [P]
     * @param actorSize the number of the actor's parameters; the critic's follow
     */
    public ParameterStep(
            OptimiserSpec spec, List<OptimiserState> states, NDArray parameters, int actorSize, NDManager manager) {
        this.spec = spec;
        cuts = spec.separate() ? new long[] {actorSize} : new long[0];
        parts = split(parameters);
        for (OptimiserState state : states) {
            optimisers.add(Optimiser.of(spec, state, manager));
        }
        if (optimisers.size() != parts.size()) {
            throw new IllegalArgumentException("There are " + optimisers.size() + " optimiser states for "
                    + parts.size() + " parts of the parameters; optimiser.separate must not change during training.");
        }
    }

    /** The states before the first step. */
    public static List<OptimiserState> initialStates(OptimiserSpec spec, int actorSize, int size) {
        return spec.separate()
                ? List.of(Optimiser.initialState(spec, actorSize), Optimiser.initialState(spec, size - actorSize))
                : List.of(Optimiser.initialState(spec, size));
    }

    /**
     * Takes one step; the gradient is clipped in place.
     *
     * @param rates the learning rate of each optimiser
     * @return the gradient's global norm before clipping, a scalar on the device; nothing is read back
     */
    public NDArray step(NDArray gradient, double[] rates) {
        NDArray norm = gradient.norm();
        NDList pieces = split(gradient);
        for (int i = 0; i < pieces.size(); i++) {
            NDArray piece = pieces.get(i);
            if (spec.maxGradNorm().isPresent()) {
                clip(
                        piece,
                        pieces.size() == 1 ? norm : piece.norm(),
                        spec.maxGradNorm().getAsDouble());
            }
            optimisers.get(i).step(parts.get(i), piece, rates[i]);
        }
        return norm;
    }

    /** The current states of the optimisers, copied to the heap. */
    public List<OptimiserState> states() {
        return optimisers.stream().map(Optimiser::state).toList();
    }

    /** Scales a gradient by min(1, max / (norm + 1e-6)), as torch does. */
    private static void clip(NDArray gradient, NDArray norm, double max) {
        gradient.muli(NDArrays.div(max, norm.add(NORM_GUARD)).minimum(1f));
    }

    private NDList split(NDArray vector) {
        return cuts.length == 0 ? new NDList(vector) : vector.split(cuts, 0);
    }
}
