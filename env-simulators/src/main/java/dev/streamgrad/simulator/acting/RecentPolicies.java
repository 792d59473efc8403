package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest versions of one policy, for those who wait for them: the lag + 2 newest, as many as the policies topic keeps. In
 * lockstep the learner cannot get further ahead than that of an agent that acts.
 *
 * <table>
 * <caption>What an offered version does</caption>
 * <tr><td>of another policy</td><td>ignored</td></tr>
 * <tr><td>of a lower incarnation than the highest seen</td><td>ignored: a fenced learner's</td></tr>
 * <tr><td>older than the versions kept</td><td>ignored</td></tr>
 * <tr><td>already there, under the same incarnation</td><td>ignored: published again after a restore</td></tr>
 * <tr><td>otherwise</td><td>kept, in place of a lower incarnation's; waiting actors wake</td></tr>
 * </table>
 */
public final class RecentPolicies implements PolicySource, AutoCloseable {

    private final String policyId;
    private final int kept;
    private final TreeMap<Long, PolicyUpdate> versions = new TreeMap<>();
    private int incarnation;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    /** Of one policy, whose acting trails by {@code lag} versions. */
    public RecentPolicies(String policyId, int lag) {
        this.policyId = policyId;
        this.kept = lag + 2;
    }

    /** Takes a version that was published. */
    public synchronized void offer(PolicyUpdate policy) {
        if (!policy.policyId().equals(policyId) || policy.incarnation() < incarnation || gone(policy.version())) {
            return;
        }
        incarnation = policy.incarnation();
        PolicyUpdate present = versions.get(policy.version());
        if (present != null && present.incarnation() == incarnation) {
            return;
        }
        versions.put(policy.version(), policy);
        versions.headMap(versions.lastKey() - kept, true).clear();
        notifyAll();
    }

    @Override
    public synchronized Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        while (true) {
            check();
            if (closed) {
                return Optional.empty();
            }
            PolicyUpdate policy = versions.get(version);
            if (policy != null) {
                return Optional.of(policy);
            }
            if (gone(version)) {
                throw new VersionGoneException(policyId, version, versions.lastKey());
            }
            wait();
        }
    }

    /** The newest version there is; −1 if none. */
    public synchronized long newest() {
        check();
        return versions.isEmpty() ? -1 : versions.lastKey();
    }

    /** Whether all are there that would be kept, so that nothing older need be offered. */
    public synchronized boolean isComplete() {
        return !versions.isEmpty() && versions.size() == Math.min(kept, versions.lastKey() + 1);
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

    private boolean gone(long version) {
        return !versions.isEmpty() && version <= versions.lastKey() - kept;
    }
}
