package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.AdvantageSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.advantage.Advantages;
import dev.streamgrad.learner.advantage.GeneralizedAdvantageEstimation;
import dev.streamgrad.learner.advantage.Traces;
import dev.streamgrad.learner.advantage.VTrace;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.loss.PolicyDistribution;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;

/**
 * What an update works on, computed once at its start with the weights and the normaliser that the learner holds: values,
 * proximal log-probabilities, advantages and targets, of the rows in the loss, in flat order.
 *
 * @param rows the rows in the loss as one minibatch on the device; its advantages are not normalised
 * @param advantages the same advantages on the heap
 * @param targets value targets on the heap
 * @param values values at the start of the update, on the heap
 * @param firstRatioDeviation largest |proximal − behaviour| log-probability of any row
 */
record UpdateInputs(
        Minibatch rows, double[] advantages, double[] targets, double[] values, double firstRatioDeviation) {

    static UpdateInputs of(
            TrainingSpec spec,
            Objective objective,
            ActorCritic networks,
            ObservationNormaliser normaliser,
            RolloutBatch batch,
            LossRows lossRows,
            double[] rewards,
            NDManager manager) {
        float[] observations =
                NetworkInputs.observations(spec.environment().observationSpace(), batch.observations(), normaliser);
        float[] nextObservations =
                NetworkInputs.observations(spec.environment().observationSpace(), batch.nextObservations(), normaliser);
        NDArray seen = matrix(manager, observations, batch.rows());
        NDArray acted = matrix(
                manager, NetworkInputs.features(spec.environment().actionSpace(), batch.actions()), batch.rows());
        float[] values = values(networks, seen);
        float[] nextValues = batch.nextObservations().length == 0
                ? new float[0]
                : values(
                        networks,
                        matrix(manager, nextObservations, batch.nextObservations().length / batch.features()));
        NDList masks = batch.actionMasks().length == 0
                ? new NDList()
                : new NDList(matrix(manager, batch.actionMasks(), batch.rows()));
        float[] proximal = proximal(objective, networks, seen, acted, masks);
        Traces traces = new Traces(
                batch.length(),
                rewards,
                widened(values),
                lossRows.nextValues(batch, values, nextValues),
                lossRows.cut());
        Advantages estimate = estimate(spec.advantage(), traces, proximal, batch.logProbabilities());
        return select(
                spec,
                new Columns(seen, acted, masks, batch.logProbabilities(), proximal, values),
                estimate,
                lossRows,
                manager);
    }

    private record Columns(
            NDArray seen, NDArray acted, NDList masks, float[] behaviour, float[] proximal, float[] values) {}

    private static UpdateInputs select(
            TrainingSpec spec, Columns columns, Advantages estimate, LossRows lossRows, NDManager manager) {
        int[] rows = lossRows.rows();
        float[] old = new float[rows.length];
        float[] weights = new float[rows.length];
        double[] advantages = new double[rows.length];
        double[] targets = new double[rows.length];
        double[] values = new double[rows.length];
        double deviation = 0;
        boolean decoupled = spec.loss().decoupled();
        boolean traced = spec.advantage().estimator() == AdvantageEstimator.VTRACE;
        double[] estimated = decoupled ? estimate.advantages() : estimate.weighted();
        boolean aroundProximal = spec.rollouts().lag() == 0 || decoupled;
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            double difference = columns.proximal[row] - columns.behaviour[row];
            deviation = Math.max(deviation, Math.abs(difference));
            old[i] = aroundProximal ? columns.proximal[row] : columns.behaviour[row];
            // V-trace's ρ is this weight already, bounded; a row is corrected for its behaviour once.
            weights[i] = decoupled ? (float) (traced ? estimate.rhos()[row] : Math.exp(difference)) : 1f;
            advantages[i] = estimated[row];
            targets[i] = estimate.targets()[row];
            values[i] = columns.values[row];
        }
        boolean all = rows.length == lossRows.inLoss().length;
        NDArray index = all ? null : manager.create(rows);
        Minibatch minibatch = new Minibatch(
                index == null ? columns.seen : columns.seen.get(index),
                index == null ? columns.acted : columns.acted.get(index),
                manager.create(narrowed(advantages)),
                manager.create(narrowed(targets)),
                manager.create(old),
                manager.create(narrowed(values)),
                manager.create(weights),
                index == null
                        ? columns.masks
                        : new NDList(columns.masks.stream()
                                .map(mask -> mask.get(index))
                                .toList()));
        return new UpdateInputs(minibatch, advantages, targets, values, deviation);
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

    private static float[] values(ActorCritic networks, NDArray observations) {
        try (NDManager scratch = observations.getManager().newSubManager()) {
            NDArray rows = observations.duplicate();
            rows.attach(scratch);
            var activations = networks.criticise(rows);
            return activations.get(activations.size() - 1).toFloatArray();
        }
    }

    private static float[] proximal(
            Objective objective, ActorCritic networks, NDArray observations, NDArray actions, NDList masks) {
        try (NDManager scratch = observations.getManager().newSubManager()) {
            NDArray rows = observations.duplicate();
            rows.attach(scratch);
            var activations = networks.act(rows);
            PolicyDistribution distribution = objective.head().distribution(networks, activations, actions, masks);
            return distribution.logProbabilities().toFloatArray();
        }
    }

    private static NDArray matrix(NDManager manager, float[] values, int rows) {
        return manager.create(values, new Shape(rows, values.length / rows));
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
