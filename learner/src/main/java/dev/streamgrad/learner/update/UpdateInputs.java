package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.AdvantageSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.advantage.Advantages;
import dev.streamgrad.learner.advantage.GeneralizedAdvantageEstimation;
import dev.streamgrad.learner.advantage.Traces;
import dev.streamgrad.learner.advantage.VTrace;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;

/**
 * The inputs of an update, computed once at its start with the learner's current weights and normaliser: values, proximal
 * log-probabilities, advantages and targets of the rows in the loss, in flat order.
 *
 * @param rows the rows in the loss as one minibatch on the device; its advantages are not normalised
 * @param advantages the same advantages on the heap
 * @param targets value targets on the heap
 * @param values values at the start of the update, on the heap
 * @param firstRatioDeviation largest |proximal − behaviour| log-probability of any row
 * @param meanRho mean of V-trace's ρ = min(ρ̄, proximal / behaviour); NaN with another estimator
 */
record UpdateInputs(
        Minibatch rows,
        double[] advantages,
        double[] targets,
        double[] values,
        double firstRatioDeviation,
        double meanRho) {

    static UpdateInputs of(
            TrainingSpec spec,
            Objective objective,
            ActorCritic networks,
            ObservationNormaliser normaliser,
            RolloutBatch batch,
            LossRows lossRows,
            double[] rewards,
            NDManager manager) {
        InitialForwardPass pass = InitialForwardPass.of(spec, objective.head(), networks, normaliser, batch, manager);
        Traces traces = new Traces(
                batch.length(),
                rewards,
                widened(pass.values()),
                lossRows.nextValues(batch, pass.values(), pass.nextValues()),
                lossRows.cut());
        Advantages estimate = estimate(spec.advantage(), traces, pass.proximal(), batch.logProbabilities());
        Columns columns = new Columns(lossRows.rows().length);
        columns.fill(spec, pass, batch.logProbabilities(), estimate, lossRows.rows());
        Minibatch rows = columns.minibatch(spec, pass, lossRows, manager);
        return new UpdateInputs(
                rows, columns.advantages, columns.targets, columns.values, columns.deviation, columns.meanRho);
    }

    private static Advantages estimate(AdvantageSpec spec, Traces traces, float[] proximal, float[] behaviour) {
        if (spec.estimator() == AdvantageEstimator.GAE) {
            return GeneralizedAdvantageEstimation.estimate(traces, spec.gamma(), spec.lambda());
        }
        double[] logRatios = new double[proximal.length];
        for (int row = 0; row < logRatios.length; row++) {
            logRatios[row] = (double) proximal[row] - behaviour[row];
        }
        return VTrace.estimate(traces, logRatios, spec.gamma(), spec.lambda(), spec.rhoBar(), spec.cBar());
    }

    /** Whether the ratio's denominator is the learner's own policy at the start of the update. */
    private static boolean aroundProximal(TrainingSpec spec) {
        return spec.rollouts().lag() == 0 || spec.loss().decoupled();
    }

    /** The columns of the rows in the loss, on the heap. */
    private static final class Columns {
        private final float[] old;
        private final float[] proximal;
        private final float[] weights;
        private final double[] advantages;
        private final double[] targets;
        private final double[] values;
        private double deviation;
        private double meanRho;

        Columns(int rows) {
            old = new float[rows];
            proximal = new float[rows];
            weights = new float[rows];
            advantages = new double[rows];
            targets = new double[rows];
            values = new double[rows];
        }

        void fill(TrainingSpec spec, InitialForwardPass pass, float[] behaviour, Advantages estimate, int[] rows) {
            boolean decoupled = spec.loss().decoupled();
            boolean traced = spec.advantage().estimator() == AdvantageEstimator.VTRACE;
            for (int i = 0; i < rows.length; i++) {
                int row = rows[i];
                proximal[i] = pass.proximal()[row];
                double difference = proximal[i] - behaviour[row];
                deviation = Math.max(deviation, Math.abs(difference));
                old[i] = aroundProximal(spec) ? proximal[i] : behaviour[row];
                double rho = estimate.rhos()[row];
                // Each row is corrected for its behaviour policy only once: decoupled, by its weight (with V-trace the
                // bounded ρ); otherwise by ρ in its advantage.
                weights[i] = decoupled ? (float) (traced ? rho : Math.exp(difference)) : 1f;
                advantages[i] = decoupled ? estimate.advantages()[row] : rho * estimate.advantages()[row];
                meanRho += traced ? rho / rows.length : Double.NaN;
                targets[i] = estimate.targets()[row];
                values[i] = pass.values()[row];
            }
        }

        Minibatch minibatch(TrainingSpec spec, InitialForwardPass pass, LossRows lossRows, NDManager manager) {
            NDList selected = new NDList(pass.observations(), pass.actions());
            selected.addAll(pass.masks());
            if (lossRows.masked() > 0) {
                NDArray index = manager.create(lossRows.rows());
                selected = new NDList(
                        selected.stream().map(column -> column.get(index)).toList());
            }
            boolean needsProximal = spec.update().targetKl().isPresent() && !aroundProximal(spec);
            return new Minibatch(
                    selected.get(0),
                    selected.get(1),
                    manager.create(narrowed(advantages)),
                    manager.create(narrowed(targets)),
                    manager.create(old),
                    manager.create(narrowed(values)),
                    manager.create(weights),
                    selected.subNDList(2),
                    needsProximal ? new NDList(manager.create(proximal)) : new NDList());
        }
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
