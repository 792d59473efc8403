package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.record.PolicyStatus;
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

/** All that acts in this process, a thread per policy. One thread changes it; any may ask how it is. */
final class Hosts implements Trainings.Actors {

    /** How long those who stop may take to see their last blocks arrive, all together. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Surroundings surroundings;
    private final Map<String, HostedPolicy> byPolicy = new ConcurrentHashMap<>();
    private final Map<String, SaidEnds> ends = new HashMap<>();

    Hosts(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Lets just these act: those who act already go on, others stop, and the missing begin. */
    void host(List<Share> wanted) {
        Map<String, Share> shares =
                wanted.stream().collect(Collectors.toMap(share -> share.spec().policyId(), share -> share));
        stop(hosted -> {
            Share share = shares.get(hosted.share().spec().policyId());
            return share == null || !share.isTheSameAs(hosted.share());
        });
        shares.forEach((policyId, share) ->
                byPolicy.computeIfAbsent(policyId, absent -> new HostedPolicy(share, surroundings)));
    }

    /** Stops the agents of these partitions. */
    void release(Set<Integer> partitions) {
        stop(hosted -> hosted.share().touches(partitions));
    }

    @Override
    public void hear(PolicyStatus status) {
        ends.computeIfAbsent(status.policyId(), policyId -> new SaidEnds()).add(status);
    }

    @Override
    public Optional<Boolean> isOver(String policyId) {
        return Optional.ofNullable(byPolicy.get(policyId))
                .flatMap(hosted -> hosted.isOver(ends.getOrDefault(policyId, new SaidEnds())));
    }

    /** Stops all agents. */
    void stopAll() {
        stop(hosted -> true);
    }

    /** Of how many policies agents are hosted. */
    int count() {
        return byPolicy.size();
    }

    /** Why agents have given up, a sentence each. */
    List<String> givenUp() {
        return byPolicy.values().stream()
                .flatMap(hosted -> hosted.givenUp().stream())
                .toList();
    }

    /** What Kafka refuses for good. */
    Optional<KafkaRefusedException> refusal() {
        return byPolicy.values().stream()
                .flatMap(hosted -> hosted.refusal().stream())
                .findFirst();
    }

    private void stop(Predicate<HostedPolicy> which) {
        Collection<HostedPolicy> going =
                byPolicy.values().stream().filter(which).toList();
        going.forEach(HostedPolicy::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (HostedPolicy hosted : going) {
            hosted.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        }
        byPolicy.values().removeAll(going);
    }
}
