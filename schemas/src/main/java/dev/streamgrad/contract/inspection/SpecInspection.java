package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.util.Optional;

/** Holds a training spec against its key. */
public final class SpecInspection {

    private SpecInspection() {}

    /** Why a record of the training-specs topic counts for nobody, for a person; empty if it may count. */
    public static Optional<String> fault(String key, TrainingSpec spec) {
        boolean fits = Keys.parseSpec(key)
                .filter(named -> named.policyId().equals(spec.policyId()) && named.revision() == spec.revision())
                .isPresent();
        return fits
                ? Optional.empty()
                : Optional.of("It is revision " + spec.revision() + " of policy '" + spec.policyId()
                        + "', but its key is '" + key + "'.");
    }
}
