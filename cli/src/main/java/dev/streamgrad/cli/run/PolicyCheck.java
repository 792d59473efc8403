package dev.streamgrad.cli.run;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/** Whether a kept policy version is what it says, and whether it is one of a training. */
public final class PolicyCheck {

    private PolicyCheck() {}

    /** Why it is not what it says; empty if its weights have the hash that it states. */
    public static Optional<String> damage(PolicyUpdate policy) {
        String hash = PolicyHash.of(policy.parameters(), policy.normaliser());
        return hash.equals(policy.hash())
                ? Optional.empty()
                : Optional.of("its weights have the hash " + hash + ", but it states " + policy.hash());
    }

    /** Why it is no version of this training's policy; empty if it is one. */
    public static Optional<String> mismatch(PolicyUpdate policy, TrainingSpec spec) {
        if (!policy.policyId().equals(spec.policyId())) {
            return Optional.of(
                    "it is a version of " + policy.policyId() + ", the training is one of " + spec.policyId());
        }
        if (!policy.network().equals(spec.network())) {
            return Optional.of("it is of another network than the training's");
        }
        int size = ParameterLayout.of(spec.environment(), spec.network()).size();
        if (policy.parameters().length != size) {
            return Optional.of(
                    "it has " + policy.parameters().length + " parameters, the training's network has " + size);
        }
        int features = spec.normalisation().observations()
                ? spec.environment().observationSpace().features()
                : 0;
        int mean = policy.normaliser().mean().length;
        int variance = policy.normaliser().variance().length;
        if (mean != features || variance != features) {
            return Optional.of("it normalises " + mean + " features of an observation, the training " + features);
        }
        if (policy.lineage().parentVersion() != policy.version() - 1) {
            return Optional.of("it is version " + policy.version() + ", but states that it was learned from version "
                    + policy.lineage().parentVersion());
        }
        return Optional.empty();
    }
}
