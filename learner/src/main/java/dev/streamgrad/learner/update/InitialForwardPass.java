package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.List;

/**
 * A batch on the device, and the networks' outputs for it before the first step, with the learner's current weights and normaliser.
 * Computed in portions if gradients are. R is the number of all rows of the batch, in the loss or not.
 *
 * @param observations network inputs, [R, features]
 * @param actions in the form of a minibatch, [R, K]
 * @param masks in the form of a minibatch, one [R, K] or none
 * @param values V of every row
 * @param nextValues V of every next observation that was sent
 * @param proximal log-probability of every action
 */
record InitialForwardPass(
        NDArray observations, NDArray actions, NDList masks, float[] values, float[] nextValues, float[] proximal) {

    static InitialForwardPass of(
            TrainingSpec spec,
            ActionHead head,
            ActorCritic networks,
            ObservationNormaliser normaliser,
            RolloutBatch batch,
            NDManager manager) {
        Space space = spec.environment().observationSpace();
        float[] observations = NetworkInputs.observations(space, batch.observations(), normaliser);
        float[] nextObservations = NetworkInputs.observations(space, batch.nextObservations(), normaliser);
        NDArray seen = matrix(manager, observations, batch.rows());
        NDArray acted = matrix(
                manager, NetworkInputs.features(spec.environment().actionSpace(), batch.actions()), batch.rows());
        NDList masks = batch.actionMasks().length == 0
                ? new NDList()
                : new NDList(matrix(manager, batch.actionMasks(), batch.rows()));
        int portion = spec.update().microbatchSize();
        int nexts = batch.nextObservations().length / batch.features();
        return new InitialForwardPass(
                seen,
                acted,
                masks,
                values(networks, seen, portion),
                nexts == 0 ? new float[0] : values(networks, matrix(manager, nextObservations, nexts), portion),
                logProbabilities(head, networks, seen, acted, masks, portion));
    }

    private static float[] values(ActorCritic networks, NDArray observations, int portion) {
        int rows = (int) observations.getShape().get(0);
        return Portions.evaluate(rows, portion, observations.getManager(), (from, to, scratch) -> {
            List<NDArray> activations = networks.criticise(Portions.view(observations, from, to, scratch));
            return activations.get(activations.size() - 1);
        });
    }

    private static float[] logProbabilities(
            ActionHead head, ActorCritic networks, NDArray observations, NDArray actions, NDList masks, int portion) {
        int rows = (int) observations.getShape().get(0);
        return Portions.evaluate(rows, portion, observations.getManager(), (from, to, scratch) -> {
            List<NDArray> activations = networks.act(Portions.view(observations, from, to, scratch));
            return head.distribution(
                            networks,
                            activations,
                            Portions.view(actions, from, to, scratch),
                            Portions.views(masks, from, to, scratch))
                    .logProbabilities();
        });
    }

    private static NDArray matrix(NDManager manager, float[] values, int rows) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }
}
