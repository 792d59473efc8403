package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.topic.Keys;
import java.util.Optional;

/** Checks a claim against its key, and its agent and incarnation against their ranges. */
public final class ClaimInspection {

    private ClaimInspection() {}

    /** Why a record of the agents topic is rejected, as a sentence for the user; empty if it is accepted. */
    public static Optional<String> fault(String key, AgentRecord claim) {
        boolean named = Keys.parseClaim(key)
                .filter(parts -> parts.policyId().equals(claim.policyId()) && parts.agent() == claim.agent())
                .isPresent();
        if (!named) {
            return Optional.of("It is a claim on agent " + claim.agent() + " of policy '" + claim.policyId()
                    + "', but its key is '" + key + "'.");
        }
        return claim.incarnation() < 0
                ? Optional.of("It claims incarnation " + claim.incarnation() + ", but incarnations begin at 0.")
                : Optional.empty();
    }
}
