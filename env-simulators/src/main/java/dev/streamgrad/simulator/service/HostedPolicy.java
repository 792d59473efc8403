package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.simulator.acting.ActingLoop;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.acting.AgentStart;
import dev.streamgrad.simulator.acting.LearnerBehindException;
import dev.streamgrad.simulator.kafka.KafkaActing;
import dev.streamgrad.simulator.kafka.KafkaAgentLog;
import dev.streamgrad.simulator.kafka.RefusedRecords;
import dev.streamgrad.simulator.metrics.PolicyMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share of a policy's agents, acting in a thread of its own from where the log leaves them. What stops them, such as a block that was
 * not delivered, sends them back to the log, sooner or later; after {@value #MOST_FAILURES} times in a row without a rollout they give up.
 */
final class HostedPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(HostedPolicy.class);
    private static final int MOST_FAILURES = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Share share;
    private final Surroundings surroundings;
    private final PolicyMeter meter;
    private final EndOfTraining end;
    private final RefusedRecords refused;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<KafkaActing> acting = Optional.empty();
    private volatile Optional<String> givenUp = Optional.empty();
    private volatile Optional<KafkaRefusedException> refusal = Optional.empty();
    private final Lives lives = new Lives();
    private long rollouts;

    /** Begins to act. */
    HostedPolicy(Share share, Surroundings surroundings) {
        this.share = share;
        this.surroundings = surroundings;
        meter = surroundings.metrics().policy(policyId());
        end = new EndOfTraining(share.spec(), surroundings.clock());
        refused = new RefusedRecords(surroundings.metrics()::countRefusedRecord);
        meter.hosted(share.agents().size());
        thread = new Thread(this::resumeUntilDone, "agents-of-" + policyId());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, problem) -> giveUp(problem));
        thread.start();
    }

    Share share() {
        return share;
    }

    /** Why the agents act no more; empty while they act, or are done. */
    Optional<String> givenUp() {
        return givenUp;
    }

    /** What Kafka refuses for good, such as for a missing ACL. */
    Optional<KafkaRefusedException> refusal() {
        return refusal;
    }

    /** Whether the training is over, as some status says and the policies topic bears out; empty while no agents act. */
    Optional<Boolean> isOver(SaidEnds said) {
        return acting.filter(opened -> thread.isAlive()).map(opened -> opened.isOver(said, end));
    }

    /** Asks the agents to stop before their next step. */
    void stop() {
        stopped.countDown();
        acting.ifPresent(KafkaActing::stop);
        meter.hosted(0);
    }

    /** Waits until what the agents sent has arrived; whoever has not begun yet will not act any more, and is not waited for. */
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
        long since = share.since();
        int failures = 0;
        while (!isStopped()) {
            long before = rollouts;
            try {
                act(since);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (isStopped()) {
                    return;
                }
                meter.countFailure();
                failures = rollouts > before || isPassing(e) ? 1 : failures + 1;
                if (isFinal(e, failures)) {
                    giveUp(e);
                    return;
                }
                pause(e, failures);
                since = KafkaAgentLog.FROM_THE_BEGINNING; // whatever was wrong, all that the log knows is looked at
            }
        }
    }

    private void act(long since) throws InterruptedException {
        try (KafkaActing opened = new KafkaActing(
                surroundings.access().client(), surroundings.names(), share.spec(), since, meter, refused)) {
            AgentPool pool = new AgentPool(share.spec(), surroundings.environments(), starts(since, opened));
            acting = Optional.of(opened);
            if (isStopped()) {
                opened.stop();
            }
            act(opened, pool);
        }
    }

    private void act(KafkaActing opened, AgentPool pool) {
        long first = pool.rollout();
        try {
            ActingLoop.Outcome outcome = opened.run(pool);
            LOG.info(
                    "Policy {}: {} agents end at rollout {}: {}",
                    policyId(),
                    share.agents().size(),
                    pool.rollout(),
                    outcome);
        } finally {
            rollouts += pool.rollout() - first;
        }
    }

    private List<AgentStart> starts(long since, KafkaActing opened) throws InterruptedException {
        long began = System.nanoTime();
        List<AgentStart> starts = KafkaAgentLog.starts(
                surroundings.access().client(),
                surroundings.names().transitions(),
                new KafkaAgentLog.Question(
                        share.spec(), share.agents(), since, share.generation(), opened.position(this::goOn)));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        meter.logRead(time);
        LOG.info(
                "Policy {}: {} of {} agents, from sequence {} on; the log was read in {} ms",
                policyId(),
                starts.size(),
                share.spec().rollouts().agents(),
                starts.stream().mapToLong(AgentStart::sequence).min().orElse(0),
                time.toMillis());
        lives.begin(starts);
        return starts;
    }

    private void pause(RuntimeException problem, int failures) {
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << (failures - 1));
        LOG.warn(
                "Policy {}: its agents had to stop and resume from the log in {} s: {}",
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
        KafkaRefusedException what = surroundings.access().refused(problem);
        if (what.isLasting()) {
            refusal = Optional.of(what);
        }
        return what.isLasting() || failures >= MOST_FAILURES;
    }

    private void giveUp(Throwable problem) {
        String reason =
                "Agents " + share.agents() + " of policy " + policyId() + " have given up: " + problem.getMessage();
        LOG.error(
                "{} They are tried again when this process is started again, or another takes them over.",
                reason,
                problem);
        givenUp = Optional.of(reason);
    }

    /** Ends a wait that is of no use any more. */
    private void goOn() {
        if (isStopped()) {
            throw new IllegalStateException("The agents of policy " + policyId() + " are to stop.");
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private String policyId() {
        return share.spec().policyId();
    }

    /** Brokers that are away come back, and others act and learn on: however often that happens, it is no reason to give up. */
    private static boolean isPassing(Throwable problem) {
        if (problem instanceof Lives.ReplacedException || problem instanceof LearnerBehindException) {
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
