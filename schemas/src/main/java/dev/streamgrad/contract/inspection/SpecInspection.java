package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.util.Optional;

/** Checks a training spec against its key. */
public final class SpecInspection {

    private SpecInspection() {}

    /** Why all readers ignore a record of the training-specs topic, as a sentence for the user; empty if it may take effect. */
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
