package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.kafka.KafkaAccessException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The runners of this process, one per policy. One thread changes them; any thread may query their state. */
final class PolicyRunners implements TrainingCatalog.Actors {

    /** How long all stopping runners together may take until their last blocks have arrived. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final SimulatorContext context;
    private final Map<String, PolicyRunner> byPolicy = new ConcurrentHashMap<>();
    private final Map<String, SaidEnds> ends = new HashMap<>();

    PolicyRunners(SimulatorContext context) {
        this.context = context;
    }

    /** Runs exactly these assignments: keeps the runners of unchanged assignments, stops other runners, and starts missing ones. */
    void host(List<AgentAssignment> wanted) {
        Map<String, AgentAssignment> assignments = wanted.stream()
                .collect(Collectors.toMap(assignment -> assignment.spec().policyId(), assignment -> assignment));
        stop(runner -> {
            AgentAssignment assignment =
                    assignments.get(runner.assignment().spec().policyId());
            return assignment == null || !assignment.isTheSameAs(runner.assignment());
        });
        assignments.forEach((policyId, assignment) ->
                byPolicy.computeIfAbsent(policyId, absent -> new PolicyRunner(assignment, context)));
    }

    /** Stops the agents of these partitions. */
    void release(Set<Integer> partitions) {
        stop(runner -> runner.assignment().touches(partitions));
    }

    @Override
    public void onStatus(PolicyStatus status) {
        ends.computeIfAbsent(status.policyId(), policyId -> new SaidEnds()).add(status);
    }

    @Override
    public Optional<Boolean> isOver(String policyId) {
        return Optional.ofNullable(byPolicy.get(policyId))
                .flatMap(runner -> runner.isOver(ends.getOrDefault(policyId, new SaidEnds())));
    }

    /** Stops all agents. */
    void stopAll() {
        stop(runner -> true);
    }

    /** The number of policies for which this process hosts agents. */
    int count() {
        return byPolicy.size();
    }

    /** Why agents have given up, one sentence per policy. */
    List<String> givenUp() {
        return byPolicy.values().stream()
                .flatMap(runner -> runner.givenUp().stream())
                .toList();
    }

    /** A permanent rejection by Kafka. */
    Optional<KafkaAccessException> rejection() {
        return byPolicy.values().stream()
                .flatMap(runner -> runner.rejection().stream())
                .findFirst();
    }

    private void stop(Predicate<PolicyRunner> condition) {
        Collection<PolicyRunner> stopping =
                byPolicy.values().stream().filter(condition).toList();
        stopping.forEach(PolicyRunner::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (PolicyRunner runner : stopping) {
            runner.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        }
        byPolicy.values().removeAll(stopping);
    }
}
