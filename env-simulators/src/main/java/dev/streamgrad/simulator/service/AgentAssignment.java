package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.kafka.KafkaMembership;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Partitions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The agents of one policy whose blocks belong to partitions of this process.
 *
 * @param spec training spec of the policy
 * @param since earliest time at which its agents may have acted, in milliseconds by the broker's clock
 * @param agents numbers of the agents; at least one
 * @param partitions partitions of their blocks
 */
record AgentAssignment(TrainingSpec spec, long since, List<Integer> agents, Set<Integer> partitions) {

    /** Clocks of brokers differ: the timestamp of a block may be earlier than that of its spec. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** The agents of a training that are assigned to this process; empty if there are none. */
    static Optional<AgentAssignment> of(TrainingCatalog.Training training, KafkaMembership membership) {
        TrainingSpec spec = training.spec();
        Set<Integer> assigned = membership.assigned();
        List<Integer> agents = IntStream.range(0, spec.rollouts().agents())
                .filter(agent -> assigned.contains(partition(spec, agent, membership.total())))
                .boxed()
                .toList();
        if (agents.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> partitions = agents.stream()
                .map(agent -> partition(spec, agent, membership.total()))
                .collect(Collectors.toSet());
        long since = Math.max(0, training.since() - MARGIN.toMillis());
        return Optional.of(new AgentAssignment(spec, since, agents, partitions));
    }

    /** Whether agents and revision are the same, so that agents that act already can continue. */
    boolean isTheSameAs(AgentAssignment other) {
        return spec.revision() == other.spec.revision() && agents.equals(other.agents);
    }

    /** Whether one of these partitions belongs to this assignment. */
    boolean touches(Set<Integer> others) {
        return !Collections.disjoint(partitions, others);
    }

    private static int partition(TrainingSpec spec, int agent, int total) {
        return Partitions.of(spec.policyId(), agent, total);
    }
}
