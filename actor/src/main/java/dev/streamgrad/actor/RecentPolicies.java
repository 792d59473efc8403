package dev.streamgrad.actor;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest versions of one policy. Acting loops wait for them here. Keeps the lag + 2 versions up to the version of the learner,
 * which is the number that the policies topic keeps. In lockstep the learner cannot be further ahead of an agent that acts. A
 * {@link PolicyLineage} decides which versions count.
 */
public final class RecentPolicies implements PolicySource, AutoCloseable {

    /**
     * The number of repetitions of a version in a row after which the learner is known to wait. A learner that waits republishes
     * its newest version every 5 s; one that still reads the log does not repeat a version so often.
     */
    static final int REPETITIONS = 3;

    private final String policyId;
    private final int lag;
    private PolicyLineage lineage;
    private int repetitions;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    /** Creates the versions of a policy whose acting trails by {@code lag} versions; none so far. */
    public RecentPolicies(String policyId, int lag) {
        this.policyId = policyId;
        this.lag = lag;
        lineage = new PolicyLineage(lag);
    }

    /**
     * Offers a version that passed its inspection; a version of another policy is ignored.
     *
     * @param at when it was published, in milliseconds by the broker's clock
     * @return whether it counts, and so shows the current version of the learner
     */
    public synchronized boolean offer(PolicyUpdate policy, long at) {
        if (!policy.policyId().equals(policyId)) {
            return false;
        }
        long before = lineage.publications();
        long stood = lineage.position();
        lineage.offer(policy, at);
        boolean counts = lineage.publications() > before;
        if (counts) {
            repetitions = lineage.position() == stood ? repetitions + 1 : 0;
        }
        notifyAll();
        return counts;
    }

    /** Drops all versions, before the same records are offered again. */
    public synchronized void forget() {
        lineage = new PolicyLineage(lag);
        repetitions = 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws LearnerBehindException if the learner waits at least two versions before this one
     */
    @Override
    public synchronized Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        Optional<PolicyUpdate> policy = find(version);
        while (policy.isEmpty() && !closed) {
            if (version > lineage.position() + 1 && repetitions >= REPETITIONS) {
                throw new LearnerBehindException(policyId, version, lineage.position());
            }
            wait();
            policy = find(version);
        }
        return closed ? Optional.empty() : policy;
    }

    /**
     * Returns this version, if it is available and not marked as the last.
     *
     * @throws VersionGoneException if it is no longer kept
     */
    public synchronized Optional<PolicyUpdate> find(long version) {
        check();
        Optional<PolicyUpdate> policy = lineage.find(version).filter(found -> !found.last());
        if (policy.isEmpty() && lineage.isGone(version) && !closed) {
            throw new VersionGoneException(policyId, version, lineage.position());
        }
        return policy;
    }

    /** The current version of the learner; −1 if no version counts. */
    public synchronized long position() {
        check();
        return lineage.position();
    }

    /**
     * Waits until the learner publishes a version that counts, which may be one that it has published before. Returns the version
     * of the learner; empty after {@code patience} or if this is closed.
     */
    public synchronized OptionalLong awaitNext(Duration patience) throws InterruptedException {
        long before = lineage.publications();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); lineage.publications() == before && !closed && left > 0; ) {
            check();
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        check();
        return lineage.publications() == before ? OptionalLong.empty() : OptionalLong.of(lineage.position());
    }

    /** Whether the training has ended, as one of the statuses states and {@code end} confirms. */
    public synchronized boolean isOver(SaidEnds said, EndOfTraining end) {
        return end.reached(said, lineage).isPresent();
    }

    /** Whether all versions that are kept are here, so that no older record need be offered. */
    public synchronized boolean isComplete() {
        return lineage.isComplete();
    }

    /** Makes all waits, current and future ones, fail for this reason. */
    public synchronized void fail(Throwable reason) {
        failure = Optional.of(reason);
        notifyAll();
    }

    /** Makes all waits, current and future ones, return without a version. */
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
