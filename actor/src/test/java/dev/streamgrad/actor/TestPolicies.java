package dev.streamgrad.actor;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.Build;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.AdvantageSpec;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.BudgetSpec;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.LossSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.NormalisationSpec;
import dev.streamgrad.contract.spec.OptimiserKind;
import dev.streamgrad.contract.spec.OptimiserSpec;
import dev.streamgrad.contract.spec.RolloutSpec;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UpdateSpec;
import dev.streamgrad.contract.spec.ValueClipping;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.OptionalDouble;

/** Training specs and policy versions for tests. */
public final class TestPolicies {

    private TestPolicies() {}

    /** A spec of {@code rollouts} rollouts of the environment, with two hidden layers of 16 units. */
    public static TrainingSpec spec(String environmentId, int agents, int length, int lag, int rollouts) {
        return spec(environmentId, RolloutSpec.lockstep(agents, length, lag), rollouts, 16, 16);
    }

    /** A spec with these hidden layers. */
    public static TrainingSpec spec(String environmentId, RolloutSpec rollouts, int updates, int... hidden) {
        EnvironmentEntry entry = EnvironmentRegistry.standard().entry(environmentId);
        Schedule rate = Schedule.constant(0.001);
        return new TrainingSpec(
                "test",
                0,
                42,
                EnvironmentSpec.of(environmentId, entry.observationSpace(), entry.actionSpace(), ActionTransform.CLIP),
                NetworkSpec.perceptron(hidden, Activation.TANH),
                rollouts,
                new UpdateSpec(Algorithm.PPO, 1, 0, 0, OptionalDouble.empty(), 10),
                new AdvantageSpec(0.99, 0.95, AdvantageEstimator.GAE, 1, 1, AdvantageNormalisation.NONE),
                new LossSpec(0.5, Schedule.constant(0), Schedule.constant(0.2), ValueClipping.NONE, rate, false),
                new OptimiserSpec(
                        OptimiserKind.ADAM, rate, OptionalDouble.empty(), 1e-5, 0.9, 0.999, 0.99, false, rate),
                new NormalisationSpec(false, false, 10, false),
                new BudgetSpec(updates * rollouts.batch(), OptionalDouble.empty(), OptionalDouble.empty(), 10, 0, 10));
    }

    /**
     * A version with weights and statistics that depend on its number. It descends from the version before. Weights are small, so
     * that the actions stay reasonable.
     */
    public static PolicyUpdate version(TrainingSpec spec, long version) {
        PolicyUpdate own = weights(spec, version);
        return version == 0 ? own : descending(own, weights(spec, version - 1).hash());
    }

    /** The same version, learned from a parent of this hash. */
    public static PolicyUpdate descending(PolicyUpdate policy, String parentHash) {
        return new PolicyUpdate(
                policy.policyId(),
                policy.version(),
                policy.incarnation(),
                policy.specRevision(),
                policy.network(),
                policy.parameters(),
                policy.normaliser(),
                policy.rolloutLength(),
                policy.lag(),
                new Lineage(policy.version() - 1, parentHash, policy.version() - 1),
                policy.hash(),
                policy.skippedReason(),
                policy.last(),
                policy.build());
    }

    /** The same version, marked as the last. */
    public static PolicyUpdate last(PolicyUpdate policy) {
        return new PolicyUpdate(
                policy.policyId(),
                policy.version(),
                policy.incarnation(),
                policy.specRevision(),
                policy.network(),
                policy.parameters(),
                policy.normaliser(),
                policy.rolloutLength(),
                policy.lag(),
                policy.lineage(),
                policy.hash(),
                policy.skippedReason(),
                true,
                policy.build());
    }

    private static PolicyUpdate weights(TrainingSpec spec, long version) {
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        RandomStream random = new RandomStream(version, Domain.INITIALISATION);
        float[] parameters = new float[layout.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = 0.3f * (float) random.nextGaussian();
        }
        Space observations = spec.environment().observationSpace();
        double[] mean = new double[observations.features()];
        double[] variance = new double[observations.features()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 0.1 * random.nextGaussian();
            variance[i] = 0.1 + random.nextUniform();
        }
        return update(spec, version, 0, parameters, new ObservationNormaliser(100, mean, variance, 10), false);
    }

    /** A version with these weights. */
    public static PolicyUpdate update(
            TrainingSpec spec,
            long version,
            int incarnation,
            float[] parameters,
            ObservationNormaliser normaliser,
            boolean last) {
        return new PolicyUpdate(
                spec.policyId(),
                version,
                incarnation,
                spec.revision(),
                spec.network(),
                parameters,
                normaliser,
                spec.rollouts().rolloutLength(),
                spec.rollouts().lag(),
                Lineage.ORIGIN,
                PolicyHash.of(parameters, normaliser),
                "",
                last,
                new Build("test", "none", "cpu", 1, "any"));
    }
}
