package dev.streamgrad.actor.conformance;

import dev.streamgrad.actor.TestPolicies;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.RolloutSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.util.Map;

/** Training specs, and versions that belong to them. Networks are small, so that the files are. */
final class Specs {

    private Specs() {}

    /** CartPole with rollouts of 4 steps and 12 updates, without hidden layers. */
    static TrainingSpec cartPole(int agents, int lag) {
        return TestPolicies.spec("CartPole-v1", RolloutSpec.lockstep(agents, 4, lag), 12);
    }

    static TrainingSpec with(TrainingSpec spec, Space observations, Space actions, NetworkSpec network) {
        EnvironmentSpec environment = Forgery.of(
                spec.environment(), Map.of("id", "Any-v0", "observationSpace", observations, "actionSpace", actions));
        return Forgery.of(spec, Map.of("environment", environment, "network", network));
    }

    static byte[] bytes(TrainingSpec spec) {
        return Codecs.TRAINING_SPEC.encode(spec);
    }

    /** A version that descends from the version before; its weights depend on {@code line} and its number. */
    static PolicyUpdate version(TrainingSpec spec, long line, long version) {
        PolicyUpdate own = weights(spec, line, version);
        return version == 0
                ? own
                : TestPolicies.descending(own, weights(spec, line, version - 1).hash());
    }

    private static PolicyUpdate weights(TrainingSpec spec, long line, long version) {
        RandomStream random = new RandomStream(line, Domain.INITIALISATION).at(0, version);
        float[] parameters =
                new float[ParameterLayout.of(spec.environment(), spec.network()).size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.5 * random.nextGaussian());
        }
        ObservationNormaliser normaliser = spec.normalisation().observations()
                ? ObservationNormaliser.initial(
                        spec.environment().observationSpace().features(),
                        spec.normalisation().clip())
                : ObservationNormaliser.NONE;
        return TestPolicies.update(spec, version, 0, parameters, normaliser, false);
    }

    static String key(PolicyUpdate version) {
        return Keys.policy(version.policyId(), version.version(), version.lag());
    }
}
