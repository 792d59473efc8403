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
import java.util.Optional;
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
    private volatile boolean joined;
    private volatile long alive;
    private long waitingSince = System.nanoTime();

    /**
     * What the process is asked to do.
     *
     * @param policies the ids of those to serve; all where empty
     * @param untilFinished whether to end when every policy that is served is over
     * @param patience how long Kafka is waited for; without an end where empty
     */
    public record Scope(Set<String> policies, boolean untilFinished, Optional<Duration> patience) {}

    /** A service that does nothing yet. */
    public SimulatorService(Surroundings surroundings, Scope scope) {
        this.surroundings = surroundings;
        this.scope = scope;
        hosts = new Hosts(surroundings);
        trainings = new Trainings(scope.policies(), surroundings.environments(), hosts);
        refused = new RefusedRecords(surroundings.metrics()::countRefusedRecord);
        reminder = new Reminder(surroundings.clock());
        alive = surroundings.clock().millis();
    }

    /**
     * Serves until it is closed, or until every policy is over if that was asked for.
     *
     * @throws KafkaRefusedException if Kafka refuses what does not mend itself: credentials, a certificate, an ACL; or if the patience
     *     with it is over
     * @throws NothingToServeException if it was to end when all are over, and can act none of the policies that were named
     */
    public void run() {
        while (!isClosing()) {
            try {
                if (isReady()) {
                    serve();
                    return;
                }
            } catch (KafkaException | KafkaRefusedException e) {
                KafkaRefusedException refusal = e instanceof KafkaRefusedException known
                        ? known
                        : surroundings.access().refused(e);
                if (refusal.isLasting() || isPatienceOver()) {
                    throw refusal;
                }
                waitsFor(String.valueOf(refusal.getMessage()));
            }
            pause();
        }
    }

    /** Whether a broker has answered and all topics are there; says what is missing where it is not. */
    private boolean isReady() {
        try (KafkaReadiness readiness = new KafkaReadiness(surroundings.access(), surroundings.names())) {
            Optional<List<String>> missing = readiness.missingTopics(PAUSE);
            while (missing.isEmpty() && !isClosing()) {
                waitsFor("no broker answers at " + surroundings.access().bootstrapServers() + " yet.");
                refuseIfOver("No Kafka answers at " + surroundings.access().bootstrapServers());
                missing = readiness.missingTopics(PAUSE);
            }
            if (missing.isEmpty() || missing.get().isEmpty()) {
                return missing.isPresent();
            }
            String topics = "topics " + String.join(", ", missing.get());
            waitsFor(topics + "; the job creates them when it starts, under the prefix of its own --topic-prefix.");
            refuseIfOver("Kafka at " + surroundings.access().bootstrapServers() + " does not have the " + topics);
            return false;
        }
    }

    private boolean isPatienceOver() {
        return scope.patience()
                .filter(limit -> System.nanoTime() - waitingSince > limit.toNanos())
                .isPresent();
    }

    private void refuseIfOver(String what) {
        if (isPatienceOver()) {
            throw new KafkaRefusedException(what + ", which was waited for as long as --patience allows, "
                    + scope.patience().orElse(Duration.ZERO).toSeconds() + " s.");
        }
    }

    /**
     * How the process is: well while it takes part in the group or waits for Kafka, and no agents have given up; ready once it is a member
     * of the group.
     */
    public Health health() {
        List<String> givenUp = hosts.givenUp();
        if (!givenUp.isEmpty()) {
            return new Health(false, joined, String.join(System.lineSeparator(), givenUp));
        }
        long silent = surroundings.clock().millis() - alive;
        if (silent > LONGEST_SILENCE.toMillis()) {
            return new Health(false, joined, "Hangs for " + silent / 1_000 + " s while " + doing);
        }
        return new Health(true, joined, doing);
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
                joined = false;
                waitingSince = System.nanoTime();
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
        joined = membership.generation() > 0;
        doing = "acting for " + hosts.count() + " policies on "
                + membership.assigned().size() + " of " + membership.total() + " partitions";
    }

    private void waitsFor(String what) {
        doing = "waiting for Kafka: " + what;
        alive = surroundings.clock().millis();
        if (reminder.isDue()) {
            LOG.warn("Waiting for Kafka: {}", what);
        }
    }

    private void pause() {
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
