package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.kafka.EarlierSimulators;
import dev.streamgrad.actor.kafka.KafkaReadiness;
import dev.streamgrad.actor.kafka.RejectedRecords;
import dev.streamgrad.actor.kafka.SimulatorAnnouncer;
import dev.streamgrad.actor.kafka.TrainingTopics;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.simulator.metrics.MetricsEndpoint.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulator process, one of any number. For every policy in training that it can act, it joins the group of the policy's simulators, and
 * hosts the agents that the group assigns to it. It announces what it can act. It follows trainings that start or end, waits until the
 * simulators of an earlier release have left, and waits for a Kafka cluster that does not answer.
 */
public final class SimulatorService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorService.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final SimulatorContext context;
    private final Scope scope;
    private final TrainingCatalog catalog;
    private final PolicyMembers members;
    private final RejectedRecords rejected;
    private final Reminder reminder;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String doing = "starting";
    private volatile boolean joined;
    private volatile long alive;
    private long waitingSince = System.nanoTime();
    private OptionalLong lookedAt = OptionalLong.empty();
    private int earlierSimulators;

    /**
     * The task of the process.
     *
     * @param served the policies to serve
     * @param untilFinished whether to end when the training of every served policy has ended
     * @param patience how long to wait for Kafka; empty for no limit
     */
    public record Scope(ServedPolicies served, boolean untilFinished, Optional<Duration> patience) {}

    /** Creates a service; {@link #run} starts it. */
    public SimulatorService(SimulatorContext context, Scope scope) {
        this.context = context;
        this.scope = scope;
        members = new PolicyMembers(context);
        catalog = new TrainingCatalog(scope.served(), context.environments(), members);
        rejected = new RejectedRecords(context.metrics()::countRejectedRecord);
        reminder = new Reminder(context.clock());
        alive = context.clock().millis();
    }

    /**
     * Serves until it is closed, or, if requested, until the training of every policy has ended.
     *
     * @throws KafkaAccessException if Kafka permanently rejects credentials, a certificate or an access (ACL), or if the wait for
     *     Kafka exceeds the patience
     * @throws NothingToServeException if it should end when all trainings have ended, and can act for none of the requested
     *     policies
     */
    public void run() {
        while (!isClosing()) {
            try {
                if (isReady()) {
                    serve();
                    return;
                }
            } catch (KafkaException | KafkaAccessException e) {
                KafkaAccessException rejection = e instanceof KafkaAccessException known
                        ? known
                        : context.access().rejected(e);
                if (rejection.isLasting() || isPatienceOver()) {
                    throw rejection;
                }
                reportWaiting(String.valueOf(rejection.getMessage()));
            }
            pause();
        }
    }

    /** Whether a broker has answered and all topics exist. Logs what is missing. */
    private boolean isReady() {
        try (KafkaReadiness readiness = new KafkaReadiness(context.access(), context.names())) {
            Optional<List<String>> missing = readiness.missingTopics(PAUSE);
            while (missing.isEmpty() && !isClosing()) {
                reportWaiting("no broker answers at " + context.access().bootstrapServers() + " yet.");
                failIfPatienceIsOver("No Kafka answers at " + context.access().bootstrapServers());
                missing = readiness.missingTopics(PAUSE);
            }
            if (missing.isEmpty() || missing.get().isEmpty()) {
                return missing.isPresent();
            }
            String topics = "topics " + String.join(", ", missing.get());
            reportWaiting("missing " + topics
                    + "; the job creates them when it starts, under the prefix of its own --topic-prefix.");
            failIfPatienceIsOver("Kafka at " + context.access().bootstrapServers() + " does not have the " + topics);
            return false;
        }
    }

    private boolean isPatienceOver() {
        return scope.patience()
                .filter(limit -> System.nanoTime() - waitingSince > limit.toNanos())
                .isPresent();
    }

    private void failIfPatienceIsOver(String what) {
        if (isPatienceOver()) {
            throw new KafkaAccessException(what + " after "
                    + scope.patience().orElse(Duration.ZERO).toSeconds() + " s, the limit of --patience.");
        }
    }

    /**
     * The health of the process. It is well while it takes part or waits, and no agents have given up. It is ready if it is well, knows
     * the trainings, and is a member of the groups of those that it can act.
     */
    public Health health() {
        List<String> givenUp = members.givenUp();
        if (!givenUp.isEmpty()) {
            return new Health(false, joined, String.join(System.lineSeparator(), givenUp));
        }
        long silent = context.clock().millis() - alive;
        if (silent > LONGEST_SILENCE.toMillis()) {
            return new Health(false, joined, "No progress for " + silent / 1_000 + " s while " + doing);
        }
        return new Health(true, joined, doing);
    }

    /** Makes {@link #run} stop all agents, leave the group and return. May be called from any thread. */
    @Override
    public void close() {
        closing.countDown();
    }

    private void serve() {
        Map<String, Object> client = context.access().client();
        try (TrainingTopics topics = new TrainingTopics(client, context.names(), catalog, rejected);
                EarlierSimulators earlier = new EarlierSimulators(client, context.names());
                SimulatorAnnouncer announcer = new SimulatorAnnouncer(
                        client, context.names(), context.process(), ProcessName.software(), context.clock())) {
            LOG.info("Following the trainings at {}", context.access().bootstrapServers());
            reminder.reset();
            try {
                while (!isClosing() && !(scope.untilFinished() && topics.caughtUp() && catalog.areOver())) {
                    tick(topics, earlier, announcer);
                }
            } finally {
                joined = false;
                waitingSince = System.nanoTime();
                members.leaveAll();
            }
            catalog.rejection().filter(reason -> !isClosing()).ifPresent(reason -> {
                throw new NothingToServeException(reason);
            });
        }
    }

    private void tick(TrainingTopics topics, EarlierSimulators earlier, SimulatorAnnouncer announcer) {
        topics.poll(TICK);
        if (topics.caughtUp()) {
            members.reportFaults(catalog::reject);
            announcer.announce(catalog.abilities());
            lookForEarlier(earlier);
            members.join(earlierSimulators > 0 ? List.of() : catalog.open());
        }
        members.rejection().ifPresent(rejection -> {
            throw rejection;
        });
        alive = context.clock().millis();
        joined = topics.caughtUp() && earlierSimulators == 0 && members.haveJoined();
        if (earlierSimulators == 0) {
            doing = members.description();
        }
    }

    /** Looks for simulators of an earlier release every {@link #LOOK}. */
    private void lookForEarlier(EarlierSimulators earlier) {
        long now = context.clock().millis();
        if (lookedAt.isPresent() && now - lookedAt.getAsLong() < LOOK.toMillis()) {
            return;
        }
        lookedAt = OptionalLong.of(now);
        int before = earlierSimulators;
        try {
            earlierSimulators = earlier.count(LOOK);
        } catch (RetriableException e) { // a broker restarts: what was seen last counts
            LOG.debug("The group {} could not be described", earlier.group(), e);
        }
        if (earlierSimulators > 0) {
            doing = "waiting for " + earlierSimulators + " simulators of an earlier release to stop (group "
                    + earlier.group() + ")";
            if (before == 0 || reminder.isDue()) {
                LOG.warn("{}: both would act for the same agents. Stop them; this process then takes over.", doing);
            }
        }
    }

    private void reportWaiting(String what) {
        doing = "waiting for Kafka: " + what;
        alive = context.clock().millis();
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
}
