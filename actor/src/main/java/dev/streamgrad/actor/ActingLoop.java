package dev.streamgrad.actor;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * The lockstep loop of one pool of agents. For each rollout r it waits for exactly version max(0, r − lag), acts T steps, and
 * publishes them. It ends after the spec's number of updates, or when it is closed, as for a training that ends earlier.
 */
public final class ActingLoop implements AutoCloseable {

    /** Why the loop ended. */
    public enum EndReason {
        /** Every rollout of the training spec was acted, and all its blocks have arrived. */
        FINISHED,
        /** The loop or its policy source was closed, or its thread was interrupted. Transitions that are not yet published are dropped. */
        CLOSED
    }

    private final TrainingSpec spec;
    private final AgentPool pool;
    private final PolicySource policies;
    private final TransitionSink sink;
    private volatile boolean closed;

    /** Creates a loop over agents of the policy of the spec. */
    public ActingLoop(TrainingSpec spec, AgentPool pool, PolicySource policies, TransitionSink sink) {
        this.spec = spec;
        this.pool = pool;
        this.policies = policies;
        this.sink = sink;
    }

    /** Acts until the loop ends; returns the reason. Keeps an interrupt set in the thread. */
    public EndReason run() {
        long rollouts = spec.updates() > 0 ? spec.updates() : Long.MAX_VALUE;
        try {
            while (pool.rollout() < rollouts) {
                Optional<PolicyUpdate> policy = policies.awaitVersion(spec.actingVersion(pool.rollout()));
                if (policy.isEmpty()) {
                    return EndReason.CLOSED;
                }
                pool.load(policy.get());
                if (!act()) {
                    return EndReason.CLOSED;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EndReason.CLOSED;
        }
        sink.flush();
        return EndReason.FINISHED;
    }

    /** Ends {@link #run} before its next step. To end a loop that waits for a policy version, close its policy source, too. */
    @Override
    public void close() {
        closed = true;
    }

    /** Acts to the end of the rollout. Returns false if the loop must end. */
    private boolean act() {
        long rollout = pool.rollout();
        while (pool.rollout() == rollout) {
            if (closed || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pool.step(sink);
        }
        return true;
    }
}
