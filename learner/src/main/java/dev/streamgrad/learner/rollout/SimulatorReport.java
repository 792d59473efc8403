package dev.streamgrad.learner.rollout;

import java.util.List;

/**
 * What a simulator process announced about one policy.
 *
 * @param policyId the policy
 * @param process name of the process
 * @param software its implementation and version
 * @param environments ids of environments that it can act
 * @param rejection why it cannot act the agents of the policy; empty if it can
 * @param validMillis how long the announcement is valid, in milliseconds; 0 when the process leaves
 */
public record SimulatorReport(
        String policyId, String process, String software, List<String> environments, String rejection, int validMillis)
        implements AssemblyEvent {

    /** Whether the process can act the agents of the policy. */
    public boolean canAct() {
        return rejection.isEmpty();
    }
}
