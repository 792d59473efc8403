package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.Optional;

/**
 * The newest versions of one policy, for those who wait for them: the lag + 2 newest, as many as the policies topic keeps. In
 * lockstep the learner cannot get further ahead than that of an agent that acts. Which versions count is a {@link PolicyLineage}'s to say.
 */
public final class RecentPolicies implements PolicySource, AutoCloseable {

    private final String policyId;
    private final int lag;
    private PolicyLineage lineage;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    /** Of one policy, whose acting trails by {@code lag} versions. */
    public RecentPolicies(String policyId, int lag) {
        this.policyId = policyId;
        this.lag = lag;
        lineage = new PolicyLineage(lag);
    }

    /**
     * Takes a version that passed its inspection; another policy's is ignored.
     *
     * @param at when it was published, in milliseconds by the broker's clock
     */
    public synchronized void offer(PolicyUpdate policy, long at) {
        if (policy.policyId().equals(policyId)) {
            lineage.offer(policy, at);
            notifyAll();
        }
    }

    /** Begins anew, before the same records are offered once more. */
    public synchronized void forget() {
        lineage = new PolicyLineage(lag);
    }

    @Override
    public synchronized Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        while (true) {
            check();
            if (closed) {
                return Optional.empty();
            }
            Optional<PolicyUpdate> policy = lineage.find(version).filter(found -> !found.last());
            if (policy.isPresent()) {
                return policy;
            }
            if (lineage.isGone(version)) {
                throw new VersionGoneException(policyId, version, lineage.newest());
            }
            wait();
        }
    }

    /** The newest version there is; −1 if none. */
    public synchronized long newest() {
        check();
        return lineage.newest();
    }

    /** Whether the training is over, as some status says. */
    public synchronized boolean isOver(SaidEnds said, EndOfTraining end) {
        return end.reached(said, lineage).isPresent();
    }

    /** Whether all are there that would be kept, so that nothing older need be offered. */
    public synchronized boolean isComplete() {
        return lineage.isComplete();
    }

    /** Lets everyone who waits, now or later, fail for this reason. */
    public synchronized void fail(Throwable reason) {
        failure = Optional.of(reason);
        notifyAll();
    }

    /** Lets everyone who waits, now or later, return without a version. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void check() {
        failure.ifPresent(reason -> {
            throw new IllegalStateException(
                    "The policies of " + policyId + " can no longer be read: " + reason.getMessage(), reason);
        });
    }
}
