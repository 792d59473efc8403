package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.RecentPolicies;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.rollout.RolloutBatcher;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A complete training on a machine that crashes repeatedly. It runs in one thread and depends only on its seed. In a crash, each
 * partition of the transitions, the policies topic and the list of checkpoints independently lose a random number of their newest entries.
 * Then everything restarts from what is left: the learner from the newest checkpoint within the log, or from the beginning of the log; each
 * agent from its log and from the versions that the learner publishes again.
 *
 * <p>Invariants, checked at every step: a version has the hash of the undisturbed training, and no row is masked. The training ends.
 */
final class CrashSimulation {

    private static final int MOST_TURNS = 400_000;
    private static final int RETAINED = 5;
    private static final long TURN_MILLIS = 20;

    /** A learner that has to wait repeats its newest version after this time. */
    private static final long WATCH_MILLIS = 5_000;

    private final TrainingSpec spec;
    private final List<String> expected;
    private final Random chance;
    private final List<List<byte[]>> transitions = new ArrayList<>();
    private final List<ActingHost.Published> policies = new ArrayList<>();
    private final List<ActingHost> hosts = new ArrayList<>();
    private final Learner learner = new Learner();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private Checkpoint now;
    private Publications publications;
    private long time;
    private long publishedAt;
    int crashes;
    int fromScratch;
    int waits;

    /** The content of a checkpoint. It is immutable, so that it needs no copy. */
    private record Checkpoint(
            List<Integer> offsets,
            List<Assembly> assemblies,
            RolloutBatcher batcher,
            LearnerState state,
            List<PolicyUpdate> published) {

        /** A mutable batcher with the same rollouts. */
        RolloutBatcher copy() {
            return new RolloutBatcher(
                    new TreeMap<>(batcher.waiting()), new TreeMap<>(), new TreeMap<>(batcher.arrived()));
        }

        boolean within(List<List<byte[]>> log) {
            return IntStream.range(0, log.size())
                    .allMatch(partition ->
                            offsets.get(partition) <= log.get(partition).size());
        }
    }

    CrashSimulation(SmallTraining undisturbed, int partitions, int simulators, long seed) {
        spec = undisturbed.spec();
        expected = undisturbed.hashes();
        chance = new Random(seed);
        IntStream.range(0, partitions).forEach(partition -> transitions.add(new ArrayList<>()));
        for (int host = 0; host < simulators; host++) {
            int number = host;
            List<Integer> share = IntStream.range(0, spec.rollouts().agents())
                    .filter(agent -> agent % simulators == number)
                    .boxed()
                    .toList();
            hosts.add(new ActingHost(spec, share));
        }
        begin(scratch());
        hosts.forEach(this::restart);
    }

    /** Runs to the end of training. */
    void run() throws Exception {
        try (learner) {
            for (int turn = 0; now.state().version() < spec.updates(); turn++) {
                assertThat(turn)
                        .as(
                                "turns until the training ends; %d crashes, version %d",
                                crashes, now.state().version())
                        .isLessThan(MOST_TURNS);
                turn();
            }
        }
    }

    private Checkpoint scratch() {
        return new Checkpoint(
                Collections.nCopies(transitions.size(), 0),
                Collections.nCopies(spec.rollouts().agents(), Assembly.EMPTY),
                new RolloutBatcher(Map.of(), Map.of(), Map.of()),
                Learner.initialState(spec),
                List.of());
    }

    private void begin(Checkpoint checkpoint) {
        now = checkpoint;
        publications = new Publications(new HeldList<>(checkpoint.published()));
    }

    private void turn() throws Exception {
        time += TURN_MILLIS;
        int die = chance.nextInt(2_000);
        ActingHost host = hosts.get(chance.nextInt(hosts.size()));
        if (die < 900) {
            act(host);
        } else if (die < 1_300) {
            deliver(host);
        } else if (die < 1_955) {
            read(chance.nextInt(transitions.size()));
        } else if (die < 1_980) {
            now = new Checkpoint(now.offsets(), now.assemblies(), now.batcher(), now.state(), publications.kept());
            checkpoints.add(now);
        } else if (die < 1_985) {
            compact();
        } else if (die < 1_988) {
            restart(host);
        } else if (crashes < 10) {
            crash();
        }
    }

    private void act(ActingHost host) {
        if (!host.follow(policies)) {
            restart(host); // its version is gone
        }
        host.act(chance);
    }

    private void deliver(ActingHost host) {
        host.delivered()
                .ifPresent(block -> transitions
                        .get(Partitions.of(spec.policyId(), block.agent(), transitions.size()))
                        .add(Codecs.TRANSITION_BLOCK.encode(block)));
    }

    private void read(int partition) throws Exception {
        publishAgain();
        int offset = now.offsets().get(partition);
        if (offset >= transitions.get(partition).size()) {
            return;
        }
        TransitionBlock block = decoded(transitions.get(partition).get(offset));
        List<Integer> offsets = new ArrayList<>(now.offsets());
        offsets.set(partition, offset + 1);
        List<Assembly> assemblies = new ArrayList<>(now.assemblies());
        RolloutBatcher batcher = now.copy();
        RolloutAssembler.Result result = new RolloutAssembler(spec).offer(assemblies.get(block.agent()), block);
        assertThat(result.masked()).isZero();
        assertThat(result.outcome()).isNotEqualTo(RolloutAssembler.Verdict.REJECTED);
        assemblies.set(block.agent(), result.state());
        result.completed().forEach(rollout -> batcher.offer(now.state().version(), rollout));
        now = new Checkpoint(offsets, assemblies, batcher, now.state(), List.of());
        update();
    }

    private void update() throws Exception {
        long version = now.state().version();
        int agents = spec.rollouts().agents();
        RolloutBatcher batcher = now.copy();
        if (batcher.complete(version, agents)) {
            RolloutBatch batch = RolloutBatch.of(spec, batcher.take(version, agents));
            LearnerState next = learner.update(spec, now.state(), batch).state();
            now = new Checkpoint(now.offsets(), now.assemblies(), batcher, next, List.of());
            publications.publish(PolicyPublication.publication(spec, next, false), topic());
        }
    }

    /** What the job does for each policy after a start. */
    private void publishAgain() throws Exception {
        if (publications.kept().isEmpty()) { // its spec has arrived
            publications.publish(PolicyPublication.publication(spec, now.state(), false), topic());
        } else if (publications.areUnpublished(spec.policyId())) {
            publications.publishAgain(spec.policyId(), topic());
        } else if (time - publishedAt >= WATCH_MILLIS) {
            topic().collect(publications.kept().get(publications.kept().size() - 1));
        }
    }

    private Topic topic() {
        return new Topic(update -> {
            publishedAt = time;
            assertThat(update.hash()).as("hash of version %d", update.version()).isEqualTo(expected.get((int)
                    update.version()));
            policies.add(new ActingHost.Published(update, time));
        });
    }

    /** Keeps only the last record of each key. */
    private void compact() {
        Set<String> seen = new HashSet<>();
        List<ActingHost.Published> kept = new ArrayList<>();
        for (int i = policies.size() - 1; i >= 0; i--) {
            PolicyUpdate update = policies.get(i).update();
            if (seen.add(Keys.policy(update.policyId(), update.version(), update.lag()))) {
                kept.add(0, policies.get(i));
            }
        }
        int before = policies.size();
        policies.clear();
        policies.addAll(kept);
        hosts.forEach(host -> host.compacted(before - kept.size()));
    }

    /** Starts a simulator from the content of the topics. */
    private void restart(ActingHost host) {
        RecentPolicies recent =
                new RecentPolicies(spec.policyId(), spec.rollouts().lag());
        policies.forEach(published -> recent.offer(published.update(), published.at()));
        host.start(
                recent,
                policies.size(),
                host.agents().stream().map(this::history).toList());
        waits += host.waits() ? 1 : 0;
    }

    private AgentHistory history(int agent) {
        AgentHistory history = new AgentHistory(spec, agent);
        transitions
                .get(Partitions.of(spec.policyId(), agent, transitions.size()))
                .forEach(record -> history.offer(decoded(record)));
        return history;
    }

    private void crash() {
        crashes++;
        transitions.forEach(this::cut);
        cut(policies);
        cut(checkpoints); // those that were not written to disk yet
        List<Checkpoint> retained = checkpoints.subList(Math.max(0, checkpoints.size() - RETAINED), checkpoints.size());
        Checkpoint found = null;
        for (Checkpoint checkpoint : retained) {
            found = checkpoint.within(transitions) ? checkpoint : found;
        }
        checkpoints.removeIf(checkpoint -> !checkpoint.within(transitions)); // never used again
        fromScratch += found == null ? 1 : 0;
        begin(found == null ? scratch() : found);
        hosts.forEach(this::restart);
    }

    /** Removes a random number of the newest records: none, a few, or up to all. */
    private void cut(List<?> records) {
        int most = chance.nextInt(4) == 0 ? records.size() : Math.min(records.size(), 8);
        if (chance.nextBoolean() && most > 0) {
            int lost = 1 + chance.nextInt(most);
            records.subList(records.size() - lost, records.size()).clear();
        }
    }

    private static TransitionBlock decoded(byte[] record) {
        try {
            return Codecs.TRANSITION_BLOCK.decode(record);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }
}
