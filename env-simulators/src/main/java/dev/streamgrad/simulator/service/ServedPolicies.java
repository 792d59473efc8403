package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policies that a process is meant to act.
 *
 * @param policies ids of the policies; empty for all
 * @param environments ids of their environments; empty for all
 */
public record ServedPolicies(Set<String> policies, Set<String> environments) {

    /** All policies of all environments that the process knows. */
    public static final ServedPolicies ALL = new ServedPolicies(Set.of(), Set.of());

    /** Why the process is not meant to act the policy of a spec, as a sentence; empty if it is. */
    Optional<String> exclusion(TrainingSpec spec) {
        if (!policies.isEmpty() && !policies.contains(spec.policyId())) {
            return Optional.of("It serves only " + names(policies) + " (--policy).");
        }
        return includesEnvironment(spec.environment().id())
                ? Optional.empty()
                : Optional.of("It serves only the environments " + names(environments) + " (--environment).");
    }

    /** Whether the process is meant to act policies of this environment. */
    boolean includesEnvironment(String id) {
        return environments.isEmpty() || environments.contains(id);
    }

    private static String names(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
