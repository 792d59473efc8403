package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.streamgrad.learner.update.PolicyTraining;
import dev.streamgrad.simulator.acting.AgentHistory;
import dev.streamgrad.simulator.acting.RecentPolicies;
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
 * A whole training on a machine that dies again and again, in one thread, a function of its seed. Each time every partition of the
 * transitions and the topic of the policies lose a tail by chance, each for itself, and so do the newest checkpoints. Everything begins again
 * by what is left: the learner with the newest checkpoint that the log reaches, or with the log's beginning; each agent by its log and by where
 * the learner says that it stands.
 *
 * <p>Invariants, held at every step: a version has the hash of the undisturbed training; no row is masked; and the training ends.
 */
final class CrashSimulation {

    private static final int MOST_TURNS = 400_000;
    private static final int RETAINED = 5;
    private static final long TURN_MILLIS = 20;

    /** After so long a learner that has to wait repeats its newest version. */
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
    private long spoken;
    int crashes;
    int fromScratch;
    int waits;

    /** What a checkpoint holds: values alone, so that keeping it is enough. */
    private record Checkpoint(
            List<Integer> offsets,
            List<Assembly> assemblies,
            RolloutBatcher batcher,
            LearnerState state,
            List<PolicyUpdate> published) {

        /** A batcher of the same rollouts, that may be written. */
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
        hosts.forEach(this::revive);
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
            revive(host);
        } else if (crashes < 10) {
            crash();
        }
    }

    private void act(ActingHost host) {
        if (!host.follow(policies)) {
            revive(host); // its version is gone
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
        tellAgain();
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
        assertThat(result.outcome()).isNotEqualTo(RolloutAssembler.Outcome.REFUSED);
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
            publications.publish(PolicyTraining.publication(spec, next, false), topic());
        }
    }

    /** What the job does for each policy when it begins. */
    private void tellAgain() throws Exception {
        if (publications.kept().isEmpty()) { // its spec has come
            publications.publish(PolicyTraining.publication(spec, now.state(), false), topic());
        } else if (publications.areUntold(spec.policyId())) {
            publications.publishAgain(spec.policyId(), topic());
        } else if (time - spoken >= WATCH_MILLIS) {
            topic().collect(publications.kept().get(publications.kept().size() - 1));
        }
    }

    private Topic topic() {
        return new Topic(update -> {
            spoken = time;
            assertThat(update.hash()).as("hash of version %d", update.version()).isEqualTo(expected.get((int)
                    update.version()));
            policies.add(new ActingHost.Published(update, time));
        });
    }

    /** Of each key the last record stays. */
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

    /** A simulator starts, by what the topics have. */
    private void revive(ActingHost host) {
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
        cut(checkpoints); // what was not written yet
        List<Checkpoint> retained = checkpoints.subList(Math.max(0, checkpoints.size() - RETAINED), checkpoints.size());
        Checkpoint found = null;
        for (Checkpoint checkpoint : retained) {
            found = checkpoint.within(transitions) ? checkpoint : found;
        }
        checkpoints.removeIf(checkpoint -> !checkpoint.within(transitions)); // never used again
        fromScratch += found == null ? 1 : 0;
        begin(found == null ? scratch() : found);
        hosts.forEach(this::revive);
    }

    /** Mostly a little, sometimes nothing, sometimes all. */
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
