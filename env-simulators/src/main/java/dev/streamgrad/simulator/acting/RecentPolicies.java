package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The newest versions of one policy, for those who wait for them: the lag + 2 up to the one where the learner stands, as many as the
 * policies topic keeps. In lockstep the learner cannot get further ahead than that of an agent that acts.
 *
 * <table>
 * <caption>What an offered version does</caption>
 * <tr><td>of another policy</td><td>ignored</td></tr>
 * <tr><td>of a lower incarnation than the highest seen</td><td>ignored: a fenced learner's</td></tr>
 * <tr><td>older than the versions kept</td><td>kept: the learner stands there, since it was restored and publishes what follows once
 * more</td></tr>
 * <tr><td>already there, under the same incarnation</td><td>ignored: published again after a restore</td></tr>
 * <tr><td>otherwise</td><td>kept, in place of a lower incarnation's; waiting actors wake</td></tr>
 * </table>
 */
public final class RecentPolicies implements PolicySource, AutoCloseable {

    private final String policyId;
    private final int kept;
    private final TreeMap<Long, PolicyUpdate> versions = new TreeMap<>();
    private int incarnation;
    private long position = -1;
    private long publications;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    /** Of one policy, whose acting trails by {@code lag} versions. */
    public RecentPolicies(String policyId, int lag) {
        this.policyId = policyId;
        this.kept = lag + 2;
    }

    /** Takes a version that was published. */
    public synchronized void offer(PolicyUpdate policy) {
        if (!policy.policyId().equals(policyId) || policy.incarnation() < incarnation) {
            return;
        }
        incarnation = policy.incarnation();
        publications++;
        if (policy.version() > position || gone(policy.version())) {
            position = policy.version();
        }
        PolicyUpdate present = versions.get(policy.version());
        if (present == null || present.incarnation() < incarnation) {
            versions.put(policy.version(), policy);
            trim();
        }
        notifyAll();
    }

    /** Where the learner was restored, the versions that it had come to are good until it comes there again. */
    private void trim() {
        versions.headMap(position - kept, true).clear();
        while (versions.size() > 2 * kept) {
            versions.remove(versions.higherKey(position));
        }
    }

    @Override
    public synchronized Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        Optional<PolicyUpdate> policy = find(version);
        while (policy.isEmpty() && !closed) {
            wait();
            policy = find(version);
        }
        return closed ? Optional.empty() : policy;
    }

    /**
     * This version, if it is there.
     *
     * @throws VersionGoneException if it was there once and is kept no longer
     */
    public synchronized Optional<PolicyUpdate> find(long version) {
        check();
        PolicyUpdate policy = versions.get(version);
        if (policy == null && gone(version) && !closed) {
            throw new VersionGoneException(policyId, version, position);
        }
        return Optional.ofNullable(policy);
    }

    /** The version where the learner stands; −1 if none was offered. */
    public synchronized long position() {
        check();
        return position;
    }

    /** Waits until the learner publishes anything; where it then stands. Empty if it does not in that time, or if this is closed. */
    public synchronized OptionalLong awaitNext(Duration patience) throws InterruptedException {
        long before = publications;
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); publications == before && !closed && left > 0; ) {
            check();
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        check();
        return publications == before ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** Whether all are there that would be kept, so that nothing older need be offered. */
    public synchronized boolean isComplete() {
        long oldest = Math.max(0, position - kept + 1);
        return position >= 0 && versions.subMap(oldest, true, position, true).size() == position - oldest + 1;
    }

    /** How many versions are held. */
    synchronized int size() {
        return versions.size();
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
        return version <= position - kept;
    }
}
