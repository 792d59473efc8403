package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.simulator.kafka.KafkaMembership;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The agents of one policy whose blocks belong to this process's partitions.
 *
 * @param spec the policy's training
 * @param since from which time on its agents may have acted, in milliseconds by the broker's clock
 * @param agents which; at least one
 * @param partitions those of their blocks
 * @param generation of the group that gave them to this process
 */
record Share(TrainingSpec spec, long since, List<Integer> agents, Set<Integer> partitions, int generation) {

    /** Brokers' clocks differ: a block may seem older than the spec that it follows. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** This process's share of a training; empty if no agent is its. */
    static Optional<Share> of(Trainings.Training training, KafkaMembership membership) {
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
        return Optional.of(new Share(spec, since, agents, partitions, membership.generation()));
    }

    /** Whether nothing changes for those who act. */
    boolean isTheSameAs(Share other) {
        return spec.revision() == other.spec.revision() && agents.equals(other.agents);
    }

    /** Whether one of the partitions is this share's. */
    boolean touches(Set<Integer> others) {
        return !Collections.disjoint(partitions, others);
    }

    private static int partition(TrainingSpec spec, int agent, int total) {
        return Partitions.of(spec.policyId(), agent, total);
    }
}
