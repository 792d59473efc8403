package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.kafka.KafkaTrainings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainings that this process can serve, as the topics tell. Of one revision the first record counts, as it does for the job; of a
 * policy's statuses the newest, unless those who act for it know better. A spec that cannot be acted here is reported once, and harms no other.
 */
final class Trainings implements KafkaTrainings.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);

    private final Set<String> asked;
    private final EnvironmentRegistry environments;
    private final Actors actors;
    private final Map<String, Training> byPolicy = new LinkedHashMap<>();
    private final Map<String, PolicyStatus> statuses = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final Map<String, String> refused = new TreeMap<>();

    /** Who may know better than a status, since they read what the learner publishes. */
    interface Actors {

        /** The next status of any policy. */
        void hear(PolicyStatus status);

        /** Whether this policy's training is over, as some status says; empty where nobody acts for it. */
        Optional<Boolean> isOver(String policyId);
    }

    /**
     * None so far.
     *
     * @param asked which policies are served, by id; all where empty
     * @param actors who act in this process
     */
    Trainings(Set<String> asked, EnvironmentRegistry environments, Actors actors) {
        this.asked = asked;
        this.actors = actors;
        this.environments = environments;
    }

    /**
     * A policy's training.
     *
     * @param spec its newest revision
     * @param since when its first revision was submitted, in milliseconds by the broker's clock
     */
    record Training(TrainingSpec spec, long since) {}

    @Override
    public void onSpec(TrainingSpec spec, long at) {
        if (!asked.isEmpty() && !asked.contains(spec.policyId())) {
            return;
        }
        Optional<String> fault = fault(spec);
        if (fault.isPresent()) {
            refused.put(spec.policyId(), fault.get());
            if (reported.add(Keys.trainingSpec(spec.policyId(), spec.revision()))) {
                LOG.warn("Policy {} is not served by this simulator: {}", spec.policyId(), fault.get());
            }
            return;
        }
        Training known = byPolicy.putIfAbsent(spec.policyId(), new Training(spec, at));
        if (known != null) {
            revise(known, spec, at);
        }
    }

    private void revise(Training known, TrainingSpec next, long at) {
        List<String> changed = known.spec().fixedChanges(next);
        if (!changed.isEmpty()) {
            LOG.warn(
                    "Policy {}: revision {} is ignored, since it changes {}",
                    next.policyId(),
                    next.revision(),
                    changed);
            return;
        }
        TrainingSpec newest = next.revision() > known.spec().revision() ? next : known.spec();
        byPolicy.put(next.policyId(), new Training(newest, Math.min(known.since(), at)));
    }

    @Override
    public void onStatus(PolicyStatus status) {
        statuses.put(status.policyId(), status);
        actors.hear(status);
        if (!SaidEnds.isOne(status)) {
            ended.remove(status.policyId());
        }
    }

    /** Those whose agents are to act. */
    List<Training> open() {
        return byPolicy.values().stream()
                .filter(training -> !isOver(training.spec().policyId()))
                .toList();
    }

    /** Whether none is open and none is still to come: each that was asked for by name is over or refused, or there was one at least. */
    boolean areOver() {
        boolean known = asked.isEmpty()
                ? !byPolicy.isEmpty()
                : asked.stream().allMatch(policy -> byPolicy.containsKey(policy) || refused.containsKey(policy));
        return known && open().isEmpty();
    }

    /** Why none that was asked for by name can be acted here; empty if one can, or none was asked for. */
    Optional<String> refusal() {
        if (asked.isEmpty() || !refused.keySet().containsAll(asked) || !byPolicy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(refused.entrySet().stream()
                .map(refusal ->
                        "Policy " + refusal.getKey() + " cannot be acted by this simulator: " + refusal.getValue())
                .collect(Collectors.joining(System.lineSeparator())));
    }

    private boolean isOver(String policyId) {
        Optional<Boolean> acted = actors.isOver(policyId);
        if (acted.orElse(false)) {
            ended.add(policyId);
        }
        PolicyStatus status = statuses.get(policyId);
        return acted.orElseGet(() -> ended.contains(policyId) || (status != null && SaidEnds.isOne(status)));
    }

    private Optional<String> fault(TrainingSpec spec) {
        try {
            environments.create(spec.environment());
            return Optional.empty();
        } catch (IllegalArgumentException e) { // an unknown environment, other spaces, an option that it does not have
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
