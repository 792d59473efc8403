package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.kafka.SimulatorAnnouncer;
import dev.streamgrad.actor.kafka.TrainingTopics;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.environment.EnvironmentRegistry;
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
 * The trainings that this process can serve, according to the topics. Of several records of one revision the first counts, as in
 * the job. The newest status of a policy counts, unless agents of this process act for the policy: then the actors decide whether a
 * training has ended. A spec for which this simulator cannot act is reported once and affects no other.
 */
final class TrainingCatalog implements TrainingTopics.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingCatalog.class);

    private final ServedPolicies served;
    private final EnvironmentRegistry environments;
    private final Actors actors;
    private final Map<String, Training> byPolicy = new LinkedHashMap<>();
    private final Map<String, PolicyStatus> statuses = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final Map<String, String> rejected = new TreeMap<>();
    private final Map<String, Misbehaviour> misbehaved = new HashMap<>();
    private final Map<String, String> others = new TreeMap<>();

    /** The actors of this process. They read what the learner publishes, so they can verify the end that a status states. */
    interface Actors {

        /** Receives the next status of any policy. */
        void onStatus(PolicyStatus status);

        /** Whether the training of this policy has ended, as a status states; empty if no agent of this process acts for it. */
        Optional<Boolean> isOver(String policyId);
    }

    /**
     * Creates an empty catalog.
     *
     * @param served the policies to serve
     * @param actors the actors of this process
     */
    TrainingCatalog(ServedPolicies served, EnvironmentRegistry environments, Actors actors) {
        this.served = served;
        this.actors = actors;
        this.environments = environments;
    }

    /**
     * The training of a policy.
     *
     * @param spec its newest revision
     * @param since when its first revision was submitted, in milliseconds by the broker's clock
     */
    record Training(TrainingSpec spec, long since) {}

    /** How the environment of a policy misbehaved here, with a revision of its spec. */
    private record Misbehaviour(int revision, String reason) {}

    @Override
    public void onSpec(TrainingSpec spec, long at) {
        Optional<String> exclusion = served.exclusion(spec);
        if (exclusion.isPresent()) {
            others.put(spec.policyId(), exclusion.get());
            return;
        }
        Optional<String> fault = fault(spec);
        if (fault.isPresent()) {
            rejected.put(spec.policyId(), fault.get());
            if (reported.add(Keys.trainingSpec(spec.policyId(), spec.revision()))) {
                LOG.warn("Policy {} is not served by this simulator: {}", spec.policyId(), fault.get());
            }
            return;
        }
        rejected.remove(spec.policyId());
        Training known = byPolicy.putIfAbsent(spec.policyId(), new Training(spec, at));
        if (known != null) {
            revise(known, spec, at);
        }
    }

    /** Stops serving a policy whose environment misbehaved here, until a later revision. */
    void reject(TrainingSpec spec, String reason) {
        misbehaved.put(spec.policyId(), new Misbehaviour(spec.revision(), reason));
        rejected.put(spec.policyId(), reason);
        byPolicy.remove(spec.policyId());
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
        actors.onStatus(status);
        if (!SaidEnds.isOne(status)) {
            ended.remove(status.policyId());
        }
    }

    /** The trainings whose agents must act. */
    List<Training> open() {
        return byPolicy.values().stream()
                .filter(training -> !isOver(training.spec().policyId()))
                .toList();
    }

    /**
     * Whether no training is open and none is expected: each requested policy has ended or is rejected, or, without requested
     * policies, at least one training is known.
     */
    boolean areOver() {
        Set<String> requested = served.policies();
        boolean known = requested.isEmpty()
                ? !byPolicy.isEmpty()
                : requested.stream().allMatch(policy -> byPolicy.containsKey(policy) || rejected.containsKey(policy));
        return known && open().isEmpty();
    }

    /** Why this simulator cannot act for any requested policy; empty if it can act for one, or none was requested. */
    Optional<String> rejection() {
        Set<String> requested = served.policies();
        if (requested.isEmpty() || !rejected.keySet().containsAll(requested) || !byPolicy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(rejected.entrySet().stream()
                .map(rejection ->
                        "This simulator cannot act for policy " + rejection.getKey() + ": " + rejection.getValue())
                .collect(Collectors.joining(System.lineSeparator())));
    }

    /** What this process announces: its environments, the open trainings that it can act, and why it cannot act others. */
    SimulatorAnnouncer.Abilities abilities() {
        Map<String, String> rejections = new TreeMap<>(others);
        rejections.putAll(rejected);
        rejections.keySet().removeIf(this::isOver);
        return new SimulatorAnnouncer.Abilities(
                environments.ids().stream().filter(served::includesEnvironment).toList(),
                open().stream().map(training -> training.spec().policyId()).toList(),
                rejections);
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
        Misbehaviour earlier = misbehaved.get(spec.policyId());
        if (earlier != null && spec.revision() <= earlier.revision()) {
            return Optional.of(earlier.reason());
        }
        try {
            environments.create(spec.environment());
            return Optional.empty();
        } catch (IllegalArgumentException e) { // unknown environment, different spaces, unsupported option
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
