package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.simulator.kafka.KafkaMembership;
import dev.streamgrad.simulator.kafka.KafkaReadiness;
import dev.streamgrad.simulator.kafka.KafkaTrainings;
import dev.streamgrad.simulator.kafka.RefusedRecords;
import dev.streamgrad.simulator.metrics.MetricsEndpoint.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of any number of identical simulator processes. It joins the group, and hosts of every policy in training the agents whose blocks
 * belong to its partitions; when partitions come or go, or policies begin or end, it follows. A Kafka that is away is waited for.
 */
public final class SimulatorService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorService.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final Surroundings surroundings;
    private final Scope scope;
    private final Trainings trainings;
    private final Hosts hosts;
    private final RefusedRecords refused;
    private final Reminder reminder;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String doing = "starting";
    private volatile long alive;

    /**
     * What the process is asked to do.
     *
     * @param policies the ids of those to serve; all where empty
     * @param untilFinished whether to end when every policy that is served is over
     */
    public record Scope(Set<String> policies, boolean untilFinished) {}

    /** A service that does nothing yet. */
    public SimulatorService(Surroundings surroundings, Scope scope) {
        this.surroundings = surroundings;
        this.scope = scope;
        hosts = new Hosts(surroundings);
        trainings = new Trainings(scope.policies(), surroundings.environments(), hosts::contradict);
        refused = new RefusedRecords(surroundings.metrics()::countRefusedRecord);
        reminder = new Reminder(surroundings.clock());
        alive = surroundings.clock().millis();
    }

    /**
     * Serves until it is closed, or until every policy is over if that was asked for.
     *
     * @throws KafkaRefusedException if Kafka refuses what does not mend itself: credentials, a certificate, an ACL
     * @throws NothingToServeException if it was to end when all are over, and can act none of the policies that were named
     */
    public void run() {
        while (!isClosing()) {
            try {
                List<String> missing = KafkaReadiness.missingTopics(surroundings.access(), surroundings.names());
                if (missing.isEmpty()) {
                    serve();
                    return;
                }
                awaitAWhile("topics " + String.join(", ", missing)
                        + "; the job creates them when it starts, under the prefix of its own --topic-prefix.");
            } catch (KafkaException | KafkaRefusedException e) {
                KafkaRefusedException refusal = e instanceof KafkaRefusedException known
                        ? known
                        : surroundings.access().refused(e);
                if (refusal.isLasting()) {
                    throw refusal;
                }
                awaitAWhile(String.valueOf(refusal.getMessage()));
            }
        }
    }

    /** How the process is: well while it takes part in the group or waits for Kafka, and no agents have given up. */
    public Health health() {
        List<String> givenUp = hosts.givenUp();
        if (!givenUp.isEmpty()) {
            return new Health(false, String.join(System.lineSeparator(), givenUp));
        }
        long silent = surroundings.clock().millis() - alive;
        if (silent > LONGEST_SILENCE.toMillis()) {
            return new Health(false, "Hangs for " + silent / 1_000 + " s while " + doing);
        }
        return new Health(true, doing);
    }

    /** Lets {@link #run} stop all agents, leave the group and return; may be called from any thread. */
    @Override
    public void close() {
        closing.countDown();
    }

    private void serve() {
        Map<String, Object> client = surroundings.access().client();
        try (KafkaTrainings feed = new KafkaTrainings(client, surroundings.names(), trainings, refused);
                KafkaMembership membership = new KafkaMembership(client, surroundings.names(), new Releases())) {
            LOG.info("Joining the simulators at {}", surroundings.access().bootstrapServers());
            reminder.reset();
            try {
                while (!isClosing() && !(scope.untilFinished() && feed.caughtUp() && trainings.areOver())) {
                    tick(feed, membership);
                }
            } finally {
                hosts.stopAll(); // before the membership ends, so that the next owner finds all of the log
            }
            trainings.refusal().filter(reason -> !isClosing()).ifPresent(reason -> {
                throw new NothingToServeException(reason);
            });
        }
    }

    private void tick(KafkaTrainings feed, KafkaMembership membership) {
        membership.poll(TICK);
        feed.poll(Duration.ZERO);
        if (feed.caughtUp()) {
            hosts.host(trainings.open().stream()
                    .flatMap(training -> Share.of(training, membership).stream())
                    .toList());
        }
        hosts.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        alive = surroundings.clock().millis();
        doing = "acting for " + hosts.count() + " policies on "
                + membership.assigned().size() + " of " + membership.total() + " partitions";
    }

    private void awaitAWhile(String what) {
        doing = "waiting for Kafka: " + what;
        alive = surroundings.clock().millis();
        if (reminder.isDue()) {
            LOG.warn("Waiting for Kafka: {}", what);
        }
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private final class Releases implements KafkaMembership.Releases {

        @Override
        public void release(Set<Integer> partitions) {
            hosts.release(partitions);
        }

        @Override
        public void onRebalance() {
            surroundings.metrics().countRebalance();
        }
    }
}
