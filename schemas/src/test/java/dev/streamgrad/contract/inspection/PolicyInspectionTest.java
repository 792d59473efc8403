package dev.streamgrad.contract.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyInspectionTest {

    private static final TrainingSpec SPEC = Versions.SPEC;
    private static final PolicyUpdate GOOD = Versions.genuine(3);

    @Test
    void acceptsAVersionOfTheTraining() {
        for (long version = 0; version < 5; version++) {
            assertThat(PolicyInspection.fault(SPEC, key(version), Versions.genuine(version)))
                    .isEmpty();
        }
        assertThat(PolicyInspection.fault(SPEC, Versions.with(GOOD, Map.of("last", true, "incarnation", 9))))
                .isEmpty();
    }

    @Test
    void rejectsAVersionOfAnotherPolicyOrShape() {
        rejected("policyId", "other", "of policy 'other'");
        rejected("network", NetworkSpec.perceptron(new int[] {3}, Activation.RELU), "not the spec's network");
        rejected("rolloutLength", GOOD.rolloutLength() + 1, "rollout length and lag");
        rejected("lag", GOOD.lag() + 1, "rollout length and lag");
    }

    @Test
    void rejectsAVersionThatNoTrainingReaches() {
        rejected("version", -1L, "which no training reaches");
        rejected("version", Long.MAX_VALUE, "which no training reaches");
        rejected("version", SPEC.updates() + 1, "training ends after " + SPEC.updates());
        rejected("incarnation", -1, "neither can be negative");
        rejected("specRevision", -1, "neither can be negative");
    }

    @Test
    void rejectsAVersionThatDoesNotFollowItsParent() {
        rejected("version", 4L, "names parent version 2 and rollout 2, but both must be 3.");
        rejected("version", 0L, "names parent version 2 and rollout 2, but both must be -1, without a parent's hash.");
        rejected("lineage", Lineage.ORIGIN, "names parent version -1");
    }

    @Test
    void acceptsAVersionBeyondTheTotalOfAnotherRevision() {
        PolicyUpdate far = Versions.with(Versions.genuine(SPEC.updates() + 1), Map.of("specRevision", 7));
        assertThat(PolicyInspection.fault(SPEC, far)).isEmpty();
    }

    @Test
    void rejectsWeightsOfAnotherSizeNotFiniteOrWithAnotherHash() {
        rejected("parameters", new float[0], "It has 0 parameters");
        float[] parameters = GOOD.parameters().clone();
        parameters[5] = Float.NaN;
        PolicyUpdate notANumber = Versions.with(
                GOOD, Map.of("parameters", parameters, "hash", PolicyHash.of(parameters, GOOD.normaliser())));
        assertThat(PolicyInspection.fault(SPEC, notANumber)).hasValue("A parameter is NaN, but must be finite.");
        float[] flipped = GOOD.parameters().clone();
        flipped[5] = -flipped[5];
        rejected("parameters", flipped, "Its hash is '");
        rejected("hash", "", "Its hash is ''");
    }

    @Test
    void rejectsANormaliserOfAnotherSizeOrNotFinite() {
        double[] three = {1, 2, 3};
        rejected("normaliser", new ObservationNormaliser(1, three, three, 10), "Its normaliser has 3 means");
        double[] mean = GOOD.normaliser().mean();
        double[] bad = new double[mean.length];
        for (double variance : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Arrays.fill(bad, variance);
            rejected("normaliser", new ObservationNormaliser(1, mean, bad, 10), "but both must be finite");
        }
        rejected("normaliser", new ObservationNormaliser(1, mean, mean, Double.NaN), "the clip must be above 0");
    }

    @Test
    void rejectsAVersionUnderTheKeyOfAnother() {
        assertThat(PolicyInspection.fault(SPEC, key(4), GOOD))
                .hasValueSatisfying(fault ->
                        assertThat(fault).contains("has the key '" + key(4) + "', but must have the key '" + key(3)));
    }

    private static void rejected(String component, Object value, String reason) {
        assertThat(PolicyInspection.fault(SPEC, Versions.with(GOOD, Map.of(component, value))))
                .hasValueSatisfying(fault -> assertThat(fault).contains(reason));
    }

    private static String key(long version) {
        return Keys.policy(SPEC.policyId(), version, SPEC.rollouts().lag());
    }
}
