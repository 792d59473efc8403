package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.optimiser.ParameterStep;
import java.util.List;
import java.util.Objects;

/**
 * Takes epochs × minibatches gradient steps on one rollout batch. Before the last step nothing is read back from the device, except the
 * approximate KL if {@code update.targetKl} is set.
 */
final class GradientDescent {

    private static final double KL_SLACK = 1.5;
    private static final int KL_OF_THE_UPDATE = 5;

    private final TrainingSpec spec;
    private final Objective objective;
    private final ActorCritic networks;
    private final ParameterStep step;
    private final GradientExchange exchange;
    private final double[] rates;
    private final NDManager manager;
    private final NDList seen = new NDList();
    private final NDList rejected = new NDList();

    GradientDescent(
            TrainingSpec spec,
            Objective objective,
            ActorCritic networks,
            ParameterStep step,
            GradientExchange exchange,
            double[] rates,
            NDManager manager) {
        this.spec = spec;
        this.objective = objective;
        this.networks = networks;
        this.step = step;
        this.exchange = exchange;
        this.rates = rates;
        this.manager = manager;
    }

    /** Takes all steps, or those before the KL exceeds its bound. */
    StepMetrics run(UpdateInputs inputs, Permutations permutations) {
        int rows = inputs.advantages().length;
        int configured = spec.update().minibatchSize();
        int size = configured == 0 ? rows : Math.min(configured, rows);
        boolean shuffled = size < rows;
        for (int epoch = 0; epoch < spec.update().epochs() && rejected.isEmpty(); epoch++) {
            int[] order = shuffled ? permutations.order(epoch, rows) : Permutations.identity(rows);
            try (NDManager pass = manager.newSubManager()) {
                epoch(Epoch.minibatches(inputs, order, size, spec.advantage().normalise(), shuffled, pass));
            }
        }
        return StepMetrics.of(seen, rejected);
    }

    private void epoch(List<Minibatch> minibatches) {
        for (Minibatch minibatch : minibatches) {
            try (NDManager scratch = manager.newSubManager()) {
                Objective.LossGradient loss = gradient(minibatch, scratch);
                if (pastTarget(loss)) {
                    loss.means().attach(manager);
                    rejected.add(loss.means());
                    return;
                }
                NDArray norm = step.step(exchange.average(loss.gradient(), minibatch.rows()), rates);
                NDArray row = NDArrays.concat(new NDList(loss.means(), norm.reshape(1)), 0);
                row.attach(manager);
                seen.add(row);
            }
        }
    }

    /** Whether the KL is above its bound or NaN. Either ends the update; a KL that is not finite also rolls it back. */
    private boolean pastTarget(Objective.LossGradient loss) {
        return spec.update().targetKl().isPresent()
                && !(loss.means().getFloat(KL_OF_THE_UPDATE)
                        <= KL_SLACK * spec.update().targetKl().getAsDouble());
    }

    /** The gradient over one minibatch, computed in portions of {@code update.microbatchSize} rows if that is set. */
    private Objective.LossGradient gradient(Minibatch minibatch, NDManager scratch) {
        long rows = minibatch.rows();
        int portion = spec.update().microbatchSize();
        if (portion == 0 || portion >= rows) {
            return objective.gradient(networks, Portions.rows(minibatch, 0, rows, scratch), rows);
        }
        Objective.LossGradient sum = null;
        for (long from = 0; from < rows; from += portion) {
            Minibatch part = Portions.rows(minibatch, from, Math.min(rows, from + portion), scratch);
            Objective.LossGradient next = objective.gradient(networks, part, rows);
            if (sum == null) {
                sum = next;
            } else {
                sum.gradient().addi(next.gradient());
                sum.means().addi(next.means());
            }
        }
        return Objects.requireNonNull(sum);
    }
}
