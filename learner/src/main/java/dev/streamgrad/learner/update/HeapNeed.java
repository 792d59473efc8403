package dev.streamgrad.learner.update;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.TrainingSpec;

/** A lower bound on the Java heap that a policy's learner needs, in bytes. */
public final class HeapNeed {

    /** Log-probability, reward, two flags and a mark, on the wire. */
    private static final long WIRE_BYTES_OF_A_STEP = 15;

    /** The same values, decoded, and the columns derived from them. */
    private static final long BYTES_OF_A_STEP = 64;

    private HeapNeed() {}

    /** The need of one policy: its state before and after an update, the rollouts of lag + 1 batches, and the batch being learned. */
    public static long of(TrainingSpec spec) {
        EnvironmentSpec environment = spec.environment();
        Space seen = environment.observationSpace();
        Space acted = environment.actionSpace();
        long parameters = ParameterLayout.of(environment, spec.network()).size();
        long state = 2 * 3L * Float.BYTES * parameters;
        long waiting = (spec.rollouts().lag() + 1)
                * spec.rollouts().batch()
                * (seen.rowBytes() + acted.rowBytes() + environment.maskBytes() + WIRE_BYTES_OF_A_STEP);
        long batch = spec.rollouts().batch()
                * (Float.BYTES * ((long) seen.features() + acted.features() + environment.maskBytes())
                        + BYTES_OF_A_STEP);
        return state + waiting + batch;
    }

    /**
     * Rejects a policy that does not fit into the heap.
     *
     * @param heap the process's maximum heap size, in bytes
     * @throws IllegalArgumentException if it does not fit; the message says how much it needs and what to do
     */
    public static void check(TrainingSpec spec, long heap) {
        long need = of(spec);
        if (need > heap) {
            throw new IllegalArgumentException(
                    "The training needs at least " + megabytes(need) + " MiB of heap, but the"
                            + " process has " + megabytes(heap)
                            + " MiB: give it more (taskmanager.memory.task.heap.size), or use"
                            + " fewer agents, shorter rollouts or a smaller network.");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
