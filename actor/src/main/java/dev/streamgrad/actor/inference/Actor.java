package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;

/**
 * Samples actions of a policy version: {@link #load} a version, {@link #evaluate} a batch of observations, then {@link #sample} the
 * action of each row. The action of a row does not depend on the other rows. An instance holds buffers and must be used by one
 * thread only.
 */
public final class Actor {

    /** Added to the logit of an action that is not allowed. Its exponential is 0 in float64. */
    private static final float FORBIDDEN = -1e8f;

    private final PolicyNetwork network;
    private final FeatureEncoder encoder;
    private final ActionDistribution distribution;
    private final Unfounded unfounded;
    private ObservationNormaliser normaliser = ObservationNormaliser.NONE;
    private float[] features = new float[0];
    private float[] outputs = new float[0];
    private byte[] masks = new byte[0];

    /** Creates an actor of this shape, without weights. */
    public Actor(EnvironmentSpec environment, NetworkSpec shape) {
        network = new PolicyNetwork(environment, shape);
        encoder = new FeatureEncoder(environment.observationSpace());
        distribution = ActionDistribution.over(environment, shape);
        unfounded = new Unfounded(environment.actionSpace());
    }

    /** Loads the weights and the normaliser of a policy version. */
    public void load(PolicyUpdate policy) {
        normaliser = policy.normaliser();
        if (normaliser.active() && normaliser.mean().length != network.inputs()) {
            throw new IllegalArgumentException("The normaliser of version " + policy.version() + " of policy "
                    + policy.policyId() + " has " + normaliser.mean().length + " features, but an observation has "
                    + network.inputs() + "; the policy does not fit the training spec.");
        }
        network.load(policy.parameters());
        distribution.load(policy.parameters());
    }

    /**
     * Computes the distributions of a batch of observations, which {@link #sample} and {@link #mode} use.
     *
     * @param allowed per row and output, 0 if the choice is not allowed; its probability is then 0. Empty if all choices are
     *     allowed. Must not change as long as the rows are used
     */
    public void evaluate(float[] observations, int rows, byte[] allowed) {
        masks = allowed;
        int length = rows * network.inputs();
        if (features.length < length) {
            features = new float[length];
        }
        encoder.encode(observations, rows, normaliser, features);
        outputs = network.forward(features, rows);
        distribution.attend(network.latent());
        if (masks.length > 0) {
            forbid(rows * network.outputs());
        }
    }

    private void forbid(int length) {
        for (int i = 0; i < length; i++) {
            if (masks[i] == 0) {
                outputs[i] += FORBIDDEN;
            }
        }
    }

    /**
     * Samples the action of a row, writes it to {@code actions} starting at index {@code at}, and returns its log-probability. If
     * the outputs of the row are not finite, the action is the substitute of {@link Unfounded}.
     */
    public float sample(int row, RandomStream random, float[] actions, int at) {
        int first = row * network.outputs();
        distribution.sample(outputs, first, random, actions, at);
        float logProbability = distribution.logProbability(outputs, first, actions, at);
        if (unfounded.is(outputs, first) || unfounded.is(logProbability, actions, at)) {
            unfounded.write(actions, at, masks, first);
            return Unfounded.LOG_PROBABILITY;
        }
        return logProbability;
    }

    /** Writes the most probable action of a row to {@code actions}, starting at index {@code at}. */
    public void mode(int row, float[] actions, int at) {
        int first = row * network.outputs();
        distribution.mode(outputs, first, actions, at);
        if (unfounded.is(outputs, first)) {
            unfounded.write(actions, at, masks, first);
        }
    }
}
