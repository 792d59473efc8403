package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.kafka.KafkaAccessException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The groups that this process is a member of, one per policy. One thread changes them; any thread may query their state. */
final class PolicyMembers implements TrainingCatalog.Actors {

    /** How long all stopping members together may take until their last blocks have arrived. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatorContext context;
    private final Map<String, PolicyMember> byPolicy = new ConcurrentHashMap<>();
    private final Map<String, SaidEnds> ends = new HashMap<>();

    PolicyMembers(SimulatorContext context) {
        this.context = context;
    }

    /** Takes part in the groups of exactly these trainings: leaves other groups, and joins missing ones. */
    void join(List<TrainingCatalog.Training> trainings) {
        Map<String, TrainingCatalog.Training> wanted = trainings.stream()
                .collect(Collectors.toMap(training -> training.spec().policyId(), Function.identity()));
        leave(byPolicy.keySet().stream()
                .filter(policyId -> !wanted.containsKey(policyId))
                .toList());
        wanted.forEach((policyId, training) -> byPolicy.computeIfAbsent(
                        policyId, absent -> new PolicyMember(training, context))
                .revise(training));
    }

    /** Leaves all groups. */
    void leaveAll() {
        leave(List.copyOf(byPolicy.keySet()));
    }

    @Override
    public void onStatus(PolicyStatus status) {
        ends.computeIfAbsent(status.policyId(), policyId -> new SaidEnds()).add(status);
    }

    @Override
    public Optional<Boolean> isOver(String policyId) {
        return Optional.ofNullable(byPolicy.get(policyId))
                .flatMap(member -> member.isOver(ends.getOrDefault(policyId, new SaidEnds())));
    }

    /** Whether the process has joined all its groups. */
    boolean haveJoined() {
        return byPolicy.values().stream().allMatch(PolicyMember::hasJoined);
    }

    /** The agents that this process hosts, for people. */
    String description() {
        int agents = byPolicy.values().stream().mapToInt(PolicyMember::agents).sum();
        return "acting " + agents + " agents of " + byPolicy.size() + (byPolicy.size() == 1 ? " policy" : " policies");
    }

    /** Why agents have given up, one sentence per policy. */
    List<String> givenUp() {
        return byPolicy.values().stream()
                .flatMap(member -> member.givenUp().stream())
                .toList();
    }

    /** A permanent rejection by Kafka. */
    Optional<KafkaAccessException> rejection() {
        return byPolicy.values().stream()
                .flatMap(member -> member.rejection().stream())
                .findFirst();
    }

    /** Reports the trainings whose environment misbehaved here. */
    void reportFaults(BiConsumer<TrainingSpec, String> report) {
        byPolicy.values()
                .forEach(member -> member.environmentFault()
                        .ifPresent(
                                fault -> report.accept(member.training().spec(), String.valueOf(fault.getMessage()))));
    }

    private void leave(List<String> policies) {
        List<PolicyMember> leaving = policies.stream()
                .flatMap(policyId -> Optional.ofNullable(byPolicy.get(policyId)).stream())
                .toList();
        leaving.forEach(PolicyMember::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        leaving.forEach(member -> member.awaitEnd(Duration.ofNanos(deadline - System.nanoTime())));
        policies.forEach(byPolicy::remove);
    }
}
