package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.kafka.KafkaMembership;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.environment.EnvironmentFaultException;
import dev.streamgrad.kafka.KafkaAccessException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member of the group of one policy's simulators. A thread takes part in the group and runs the agents that the group
 * assigns to the process. After a failure of Kafka it joins again.
 */
final class PolicyMember {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyMember.class);
    private static final Duration TICK = Duration.ofMillis(200);

    /** The time in which the last blocks of agents that stop must arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final SimulatorContext context;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile TrainingCatalog.Training training;
    private volatile Optional<PolicyRunner> runner = Optional.empty();
    private volatile Optional<KafkaAccessException> rejection = Optional.empty();
    private volatile boolean joined;

    /** Starts the thread. */
    PolicyMember(TrainingCatalog.Training training, SimulatorContext context) {
        this.training = training;
        this.context = context;
        thread = new Thread(this::takePart, "group-of-" + policyId());
        thread.setDaemon(true);
        thread.start();
    }

    /** Follows a revision of the training. */
    void revise(TrainingCatalog.Training revised) {
        training = revised;
    }

    /** Whether the group has assigned partitions to this process, or decided that it gets none. */
    boolean hasJoined() {
        return joined;
    }

    /** The agents that this process hosts now. */
    int agents() {
        return runner.map(hosted -> hosted.assignment().agents().size()).orElse(0);
    }

    /** Why the agents have given up; empty if they have not. */
    Optional<String> givenUp() {
        return runner.flatMap(PolicyRunner::givenUp);
    }

    /** A permanent rejection by Kafka, such as for a missing ACL. */
    Optional<KafkaAccessException> rejection() {
        return rejection.or(() -> runner.flatMap(PolicyRunner::rejection));
    }

    /** How the environment misbehaved; empty if it has not. */
    Optional<EnvironmentFaultException> environmentFault() {
        return runner.flatMap(PolicyRunner::environmentFault);
    }

    /** The training whose agents this process acts. */
    TrainingCatalog.Training training() {
        return training;
    }

    /** Whether the training has ended, as a status states and the policies topic confirms; empty while no agents act. */
    Optional<Boolean> isOver(SaidEnds said) {
        return runner.flatMap(hosted -> hosted.isOver(said));
    }

    /** Asks the agents to stop before their next step, and the thread to leave the group afterwards. */
    void stop() {
        stopped.countDown();
        runner.ifPresent(PolicyRunner::stop);
    }

    /** Waits until the blocks of the agents have arrived and the process has left the group. */
    void awaitEnd(Duration patience) {
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takePart() {
        while (!isStopped()) {
            try (KafkaMembership membership =
                    new KafkaMembership(context.access().client(), context.names(), policyId(), new Releases())) {
                try {
                    while (!isStopped()) {
                        membership.poll(TICK);
                        joined = membership.generation() > 0;
                        host(AgentAssignment.of(training, membership));
                    }
                } finally {
                    joined = false;
                    host(Optional.empty()); // before leaving the group, so that the next owner finds all blocks in
                    // the log
                }
            } catch (KafkaException e) {
                KafkaAccessException failure = context.access().rejected(e);
                if (failure.isLasting()) {
                    rejection = Optional.of(failure);
                    return;
                }
                LOG.warn("Policy {}: this process joins its simulators again: {}", policyId(), failure.getMessage());
                pause();
            }
        }
    }

    /** Keeps the agents that act if the assignment is the same; otherwise stops them, and starts those of the assignment. */
    private void host(Optional<AgentAssignment> assignment) {
        Optional<PolicyRunner> hosted = runner;
        if (assignment.isPresent()
                && hosted.filter(acting -> assignment.get().isTheSameAs(acting.assignment()))
                        .isPresent()) {
            return;
        }
        hosted.ifPresent(this::end);
        runner = assignment.map(wanted -> new PolicyRunner(wanted, context));
        if (isStopped()) {
            runner.ifPresent(PolicyRunner::stop);
        }
    }

    private void end(PolicyRunner acting) {
        acting.stop();
        acting.awaitEnd(PATIENCE);
        runner = Optional.empty();
    }

    private void pause() {
        try {
            stopped.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private String policyId() {
        return training.spec().policyId();
    }

    private final class Releases implements KafkaMembership.Releases {

        @Override
        public void release(Set<Integer> partitions) {
            runner.filter(acting -> acting.assignment().touches(partitions)).ifPresent(PolicyMember.this::end);
        }

        @Override
        public void onRebalance() {
            context.metrics().countRebalance();
        }
    }
}
