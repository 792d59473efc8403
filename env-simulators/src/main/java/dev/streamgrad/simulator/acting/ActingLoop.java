package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * The lockstep loop of one pool of agents: for rollout r it waits for exactly version max(0, r − lag), acts T steps, and
 * publishes. It ends after the spec's number of updates or when it is closed, as it is where a training has come to its end earlier.
 */
public final class ActingLoop implements AutoCloseable {

    /** Why the loop ended. */
    public enum Outcome {
        /** Every rollout of the training spec has been acted and has arrived. */
        FINISHED,
        /** The loop or its policy source was closed, or its thread was interrupted. Transitions in hand are dropped. */
        CLOSED
    }

    private final TrainingSpec spec;
    private final AgentPool pool;
    private final PolicySource policies;
    private final TransitionSink sink;
    private volatile boolean closed;

    /** A loop over agents of the spec's policy. */
    public ActingLoop(TrainingSpec spec, AgentPool pool, PolicySource policies, TransitionSink sink) {
        this.spec = spec;
        this.pool = pool;
        this.policies = policies;
        this.sink = sink;
    }

    /** Acts until there is a reason to end. An interrupt stays noted in the thread. */
    public Outcome run() {
        long rollouts = spec.updates() > 0 ? spec.updates() : Long.MAX_VALUE;
        try {
            while (pool.rollout() < rollouts) {
                Optional<PolicyUpdate> policy = policies.awaitVersion(spec.actingVersion(pool.rollout()));
                if (policy.isEmpty()) {
                    return Outcome.CLOSED;
                }
                pool.load(policy.get());
                if (!act()) {
                    return Outcome.CLOSED;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.CLOSED;
        }
        sink.flush();
        return Outcome.FINISHED;
    }

    /** Ends {@link #run} before its next step; one that waits for a policy ends when the source is closed, too. */
    @Override
    public void close() {
        closed = true;
    }

    /** Acts to the rollout's end; false if the loop is to end. */
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
