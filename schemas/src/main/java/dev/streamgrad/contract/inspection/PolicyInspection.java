package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.util.Optional;

/**
 * Checks a policy version against its training spec and its own hash before an actor uses it. One record does not show whether the
 * learner wrote it: {@link PolicyLineage} compares the versions with each other.
 */
public final class PolicyInspection {

    private PolicyInspection() {}

    /** Why a record of the policies topic is rejected, as a sentence for the user; empty if it may be a version of this training. */
    public static Optional<String> fault(TrainingSpec spec, String key, PolicyUpdate update) {
        Optional<String> fault = fault(spec, update);
        if (fault.isPresent()) {
            return fault;
        }
        String required = Keys.policy(update.policyId(), update.version(), update.lag());
        return key.equals(required)
                ? Optional.empty()
                : Optional.of("Version " + update.version() + " has the key '" + key + "', but must have the key '"
                        + required + "'.");
    }

    /** Why a policy is rejected, as a sentence for the user; empty if it may be a version of this training. */
    public static Optional<String> fault(TrainingSpec spec, PolicyUpdate update) {
        return identity(spec, update)
                .or(() -> place(spec, update))
                .or(() -> sizes(spec, update))
                .or(() -> numbers(update))
                .or(() -> damage(update));
    }

    private static Optional<String> identity(TrainingSpec spec, PolicyUpdate update) {
        if (!update.policyId().equals(spec.policyId())) {
            return Optional.of(
                    "It is a version of policy '" + update.policyId() + "', not of " + spec.policyId() + ".");
        }
        if (!update.network().equals(spec.network())) {
            return Optional.of("Its network is not the spec's network.");
        }
        if (update.rolloutLength() != spec.rollouts().rolloutLength()
                || update.lag() != spec.rollouts().lag()) {
            return Optional.of("Its rollout length and lag are " + update.rolloutLength() + " and " + update.lag()
                    + ", but the spec has " + spec.rollouts().rolloutLength() + " and "
                    + spec.rollouts().lag() + ".");
        }
        return Optional.empty();
    }

    private static Optional<String> place(TrainingSpec spec, PolicyUpdate update) {
        long version = update.version();
        if (version < 0 || version > Long.MAX_VALUE / spec.rollouts().batch()) {
            return Optional.of("Its version is " + version + ", which no training reaches.");
        }
        // An earlier revision may have allowed more updates, and a later one may be unknown here.
        if (update.specRevision() == spec.revision() && spec.updates() > 0 && version > spec.updates()) {
            return Optional.of(
                    "Its version is " + version + ", but training ends after " + spec.updates() + " updates.");
        }
        if (update.incarnation() < 0 || update.specRevision() < 0) {
            return Optional.of("Its incarnation is " + update.incarnation() + " and its spec's revision "
                    + update.specRevision() + ", but neither can be negative.");
        }
        Lineage lineage = update.lineage();
        boolean fits = version == 0
                ? lineage.equals(Lineage.ORIGIN)
                : lineage.parentVersion() == version - 1 && lineage.rollout() == version - 1;
        return fits
                ? Optional.empty()
                : Optional.of("Version " + version + " names parent version " + lineage.parentVersion()
                        + " and rollout " + lineage.rollout() + ", but both must be " + (version - 1)
                        + (version == 0 ? ", without a parent's hash." : "."));
    }

    private static Optional<String> sizes(TrainingSpec spec, PolicyUpdate update) {
        int parameters = ParameterLayout.of(spec.environment(), spec.network()).size();
        if (update.parameters().length != parameters) {
            return Optional.of("It has " + update.parameters().length + " parameters, but the spec's network has "
                    + parameters + ".");
        }
        int features = spec.normalisation().observations()
                ? spec.environment().observationSpace().features()
                : 0;
        ObservationNormaliser normaliser = update.normaliser();
        if (normaliser.mean().length != features || normaliser.variance().length != features) {
            return Optional.of("Its normaliser has " + normaliser.mean().length + " means and "
                    + normaliser.variance().length + " variances, but the spec requires " + features + ".");
        }
        return Optional.empty();
    }

    private static Optional<String> numbers(PolicyUpdate update) {
        for (float parameter : update.parameters()) {
            if (!Float.isFinite(parameter)) {
                return Optional.of("A parameter is " + parameter + ", but must be finite.");
            }
        }
        ObservationNormaliser normaliser = update.normaliser();
        for (int i = 0; i < normaliser.mean().length; i++) {
            double mean = normaliser.mean()[i];
            double variance = normaliser.variance()[i];
            if (!Double.isFinite(mean) || !Double.isFinite(variance) || variance < 0) {
                return Optional.of("Its normaliser has mean " + mean + " and variance " + variance
                        + ", but both must be finite and the variance not negative.");
            }
        }
        if (normaliser.active() && !(normaliser.clip() > 0 && Double.isFinite(normaliser.count()))) {
            return Optional.of("Its normaliser has clip " + normaliser.clip() + " and count " + normaliser.count()
                    + ", but the clip must be above 0 and the count finite.");
        }
        return Optional.empty();
    }

    /** Why a policy does not match its own hash; empty if it does. The training spec does not matter. */
    public static Optional<String> damage(PolicyUpdate update) {
        String hash = PolicyHash.of(update.parameters(), update.normaliser());
        return hash.equals(update.hash())
                ? Optional.empty()
                : Optional.of("Its hash is '" + update.hash() + "', but that of its parameters is " + hash + ".");
    }
}
