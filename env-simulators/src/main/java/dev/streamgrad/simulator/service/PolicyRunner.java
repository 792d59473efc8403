package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.ActingLoop;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.LearnerBehindException;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.kafka.KafkaActing;
import dev.streamgrad.actor.kafka.KafkaAgentClaims;
import dev.streamgrad.actor.kafka.KafkaAgentLog;
import dev.streamgrad.actor.kafka.RejectedRecords;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.environment.EnvironmentFaultException;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.simulator.metrics.PolicyMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the assigned agents of one policy in a separate thread; they resume from the log. After a failure, such as a block that was
 * not delivered, they pause and resume from the log again. They give up after {@value #MOST_FAILURES} failures in a row without a
 * complete rollout in between, and at once if the environment misbehaves.
 */
final class PolicyRunner {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyRunner.class);
    private static final int MOST_FAILURES = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final AgentAssignment assignment;
    private final SimulatorContext context;
    private final PolicyMeter meter;
    private final EndOfTraining end;
    private final RejectedRecords rejected;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<KafkaActing> acting = Optional.empty();
    private volatile Optional<String> givenUp = Optional.empty();
    private volatile Optional<KafkaAccessException> rejection = Optional.empty();
    private volatile Optional<EnvironmentFaultException> environmentFault = Optional.empty();
    private final AgentIncarnations incarnations = new AgentIncarnations();
    private long rollouts;

    /** Starts the thread. */
    PolicyRunner(AgentAssignment assignment, SimulatorContext context) {
        this.assignment = assignment;
        this.context = context;
        meter = context.metrics().policy(policyId());
        end = new EndOfTraining(assignment.spec(), context.clock());
        rejected = new RejectedRecords(context.metrics()::countRejectedRecord);
        meter.hosted(assignment.agents().size());
        thread = new Thread(this::resumeUntilDone, "agents-of-" + policyId());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, problem) -> giveUp(problem));
        thread.start();
    }

    AgentAssignment assignment() {
        return assignment;
    }

    /** Why the agents have given up; empty if they have not. */
    Optional<String> givenUp() {
        return givenUp;
    }

    /** A permanent rejection by Kafka, such as for a missing ACL. */
    Optional<KafkaAccessException> rejection() {
        return rejection;
    }

    /** How the environment misbehaved, for which the agents have stopped; empty if it has not. */
    Optional<EnvironmentFaultException> environmentFault() {
        return environmentFault;
    }

    /** Whether the training has ended, as a status states and the policies topic confirms; empty while no agents act. */
    Optional<Boolean> isOver(SaidEnds said) {
        return acting.filter(opened -> thread.isAlive()).map(opened -> opened.isOver(said, end));
    }

    /** Asks the agents to stop before their next step. */
    void stop() {
        stopped.countDown();
        acting.ifPresent(KafkaActing::stop);
        meter.hosted(0);
    }

    /** Waits until the blocks of the agents have arrived. Does not wait for agents that have not started, since they will not act. */
    void awaitEnd(Duration patience) {
        try {
            if (acting.isPresent()) {
                thread.join(Math.max(1, patience.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resumeUntilDone() {
        long since = assignment.since();
        int failures = 0;
        while (!isStopped()) {
            long before = rollouts;
            try {
                act(since);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (EnvironmentFaultException e) { // would be repeated, since the agents replay the same steps
                LOG.error("Policy {}: its agents stop here. {}", policyId(), e.getMessage(), e);
                meter.countFailure();
                environmentFault = Optional.of(e);
                return;
            } catch (RuntimeException e) {
                if (isStopped()) {
                    return;
                }
                meter.countFailure();
                failures = rollouts > before || isTemporary(e) ? 1 : failures + 1;
                if (isFinal(e, failures)) {
                    giveUp(e);
                    return;
                }
                pause(e, failures);
                since = KafkaAgentLog.FROM_THE_BEGINNING; // after a failure, read the whole log
            }
        }
    }

    private void act(long since) throws InterruptedException {
        Map<String, Object> client = context.access().client();
        try (KafkaActing opened = new KafkaActing(client, context.names(), assignment.spec(), since, meter, rejected);
                KafkaAgentClaims claims =
                        new KafkaAgentClaims(client, context.names(), policyId(), context.process(), rejected)) {
            AgentPool pool = new AgentPool(assignment.spec(), context.environments(), starts(since, opened, claims));
            acting = Optional.of(opened);
            if (isStopped()) {
                opened.stop();
            }
            act(opened, pool, new ClaimWatch(claims, context.clock()));
        }
    }

    private void act(KafkaActing opened, AgentPool pool, ClaimWatch watch) {
        long first = pool.rollout();
        try {
            ActingLoop.EndReason outcome = opened.run(pool, watch);
            LOG.info(
                    "Policy {}: {} agents ended at rollout {}: {}",
                    policyId(),
                    assignment.agents().size(),
                    pool.rollout(),
                    outcome);
        } finally {
            rollouts += pool.rollout() - first;
        }
    }

    private List<ResumePoint> starts(long since, KafkaActing opened, KafkaAgentClaims claims)
            throws InterruptedException {
        long began = System.nanoTime();
        List<ResumePoint> starts = KafkaAgentLog.starts(
                context.access().client(),
                context.names().transitions(),
                new KafkaAgentLog.Question(
                        assignment.spec(), assignment.agents(), since, opened.position(this::checkNotStopped)),
                wanted -> incarnations.claim(claims, wanted));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        meter.logRead(time);
        LOG.info(
                "Policy {}: {} of {} agents act from sequence {} on; the log was read in {} ms",
                policyId(),
                starts.size(),
                assignment.spec().rollouts().agents(),
                starts.stream().mapToLong(ResumePoint::sequence).min().orElse(0),
                time.toMillis());
        return starts;
    }

    private void pause(RuntimeException problem, int failures) {
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << (failures - 1));
        LOG.warn(
                "Policy {}: its agents stopped and will resume from the log in {} s: {}",
                policyId(),
                seconds,
                problem.getMessage());
        try {
            stopped.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private boolean isFinal(RuntimeException problem, int failures) {
        KafkaAccessException failure = context.access().rejected(problem);
        if (failure.isLasting()) {
            rejection = Optional.of(failure);
        }
        return failure.isLasting() || failures >= MOST_FAILURES;
    }

    private void giveUp(Throwable problem) {
        String reason = "Agents " + assignment.agents() + " of policy " + policyId() + " have given up: "
                + problem.getMessage();
        LOG.error("{} They act again when this process restarts or another process takes them over.", reason, problem);
        givenUp = Optional.of(reason);
    }

    /** Throws if the agents must stop, to end a wait for the learner. */
    private void checkNotStopped() {
        if (isStopped()) {
            throw new IllegalStateException("The agents of policy " + policyId() + " must stop.");
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private String policyId() {
        return assignment.spec().policyId();
    }

    /**
     * Whether the failure is temporary: a broker does not answer, another process acts, or the learner has restarted. Such failures
     * never make the agents give up.
     */
    private static boolean isTemporary(Throwable problem) {
        if (problem instanceof ReplacedException || problem instanceof LearnerBehindException) {
            return true;
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
