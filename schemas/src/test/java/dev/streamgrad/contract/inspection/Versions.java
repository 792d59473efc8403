package dev.streamgrad.contract.inspection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.Build;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Versions of the example's policy that descend from each other, and forgeries of them. */
final class Versions {

    static final TrainingSpec SPEC = spec();

    private static final ObservationNormaliser NORMALISER = ObservationNormaliser.initial(
            SPEC.environment().observationSpace().features(),
            SPEC.normalisation().clip());

    private Versions() {}

    /** A version as the learner publishes it. */
    static PolicyUpdate genuine(long version) {
        return of(version, 0);
    }

    /** A version of another training of the same policy, whose weights differ from version 0 on. */
    static PolicyUpdate another(long version) {
        return of(version, 1000);
    }

    /** The version with other values of these components, and nothing else changed. */
    static PolicyUpdate with(PolicyUpdate policy, Map<String, Object> changes) {
        try {
            RecordComponent[] components = PolicyUpdate.class.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object same = components[i].getAccessor().invoke(policy);
                values[i] = changes.getOrDefault(components[i].getName(), same);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return PolicyUpdate.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** A forgery: the version under another number, with a lineage that fits the number. */
    static PolicyUpdate renumbered(PolicyUpdate policy, long version) {
        Lineage lineage = new Lineage(version - 1, policy.lineage().parentHash(), version - 1);
        return with(policy, Map.of("version", version, "lineage", lineage));
    }

    private static PolicyUpdate of(long version, int offset) {
        float[] parameters = parameters(version, offset);
        Lineage lineage = version == 0
                ? Lineage.ORIGIN
                : new Lineage(version - 1, PolicyHash.of(parameters(version - 1, offset), NORMALISER), version - 1);
        return new PolicyUpdate(
                SPEC.policyId(),
                version,
                0,
                SPEC.revision(),
                SPEC.network(),
                parameters,
                NORMALISER,
                SPEC.rollouts().rolloutLength(),
                SPEC.rollouts().lag(),
                lineage,
                PolicyHash.of(parameters, NORMALISER),
                "",
                false,
                new Build("1", "PyTorch 2.7.1", "cpu", 1, "amd64"));
    }

    private static TrainingSpec spec() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("normalisation").put("observations", true);
        tree.withObjectProperty("budget").putNull("targetReturn");
        return SpecJson.read(tree);
    }

    private static float[] parameters(long version, int offset) {
        float[] parameters =
                new float[ParameterLayout.of(SPEC.environment(), SPEC.network()).size()];
        Arrays.fill(parameters, (float) (offset + version));
        return parameters;
    }
}
