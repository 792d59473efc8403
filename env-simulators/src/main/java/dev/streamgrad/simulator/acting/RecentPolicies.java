package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest versions of one policy, for those who wait for them: the lag + 2 up to the one where the learner stands, as many as the
 * policies topic keeps. In lockstep the learner cannot get further ahead than that of an agent that acts. Which versions count is a {@link
 * PolicyLineage}'s to say.
 */
public final class RecentPolicies implements PolicySource, AutoCloseable {

    /** A learner that waits publishes its newest version every 5 s; one that still reads the log does not repeat it so often in a row. */
    static final int REPETITIONS = 3;

    private final String policyId;
    private final int lag;
    private PolicyLineage lineage;
    private int repetitions;
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
     * @return whether it tells where the learner stands
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

    /** Begins anew, before the same records are offered once more. */
    public synchronized void forget() {
        lineage = new PolicyLineage(lag);
        repetitions = 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws LearnerBehindException if the learner waits at least two versions below this one
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
     * This version, if it is there and is not marked as the last.
     *
     * @throws VersionGoneException if it was there once and is kept no longer
     */
    public synchronized Optional<PolicyUpdate> find(long version) {
        check();
        Optional<PolicyUpdate> policy = lineage.find(version).filter(found -> !found.last());
        if (policy.isEmpty() && lineage.isGone(version) && !closed) {
            throw new VersionGoneException(policyId, version, lineage.position());
        }
        return policy;
    }

    /** The version where the learner stands; −1 if none counts. */
    public synchronized long position() {
        check();
        return lineage.position();
    }

    /**
     * Waits until the learner publishes a version that counts, also one that it has published before, and returns its position. Empty if it does not in that time,
     * or if this is closed.
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
