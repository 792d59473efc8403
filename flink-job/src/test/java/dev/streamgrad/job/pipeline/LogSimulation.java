package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.rollout.RolloutBatcher;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A complete training over a simulated log. It runs in one thread and depends only on its seed. Simulators, partitions and learner take
 * turns at random. Random disturbances: a simulator dies with blocks in flight; a record is duplicated; a record is added that is
 * garbage, contradicts the spec, or is out of reach; the learner is restored from an older checkpoint; the log loses newest records that no
 * learner has read.
 *
 * <p>Invariants, checked at every step: a version is published with only one hash, that of the undisturbed training; versions are
 * consecutive; a sequence is used once. The training ends.
 */
final class LogSimulation {

    private static final int MOST_TURNS = 200_000;

    private final TrainingSpec spec;
    private final List<String> expected;
    private final List<TransitionBlock> whole;
    private final Random chance;
    private final List<List<byte[]>> log = new ArrayList<>();
    private final TreeMap<Long, PolicyUpdate> published = new TreeMap<>();
    private final List<Simulator> simulators = new ArrayList<>();
    private final Learner learner = new Learner();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final Set<byte[]> strays = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int[] read;
    private Checkpoint now;
    int disturbances;

    /** The content of a checkpoint. It is immutable, so that it needs no copy. */
    private record Checkpoint(
            List<Integer> offsets, List<Assembly> assemblies, RolloutBatcher batcher, LearnerState state) {

        /** A mutable batcher with the same rollouts; that of the checkpoint does not change. */
        RolloutBatcher copy() {
            return new RolloutBatcher(
                    new TreeMap<>(batcher.waiting()),
                    new TreeMap<>(batcher.fallbacks()),
                    new TreeMap<>(batcher.arrived()));
        }
    }

    /** The memory of a simulator, lost when it dies. */
    private static final class Simulator {
        final List<Integer> agents;
        final List<TransitionBlock> inFlight = new ArrayList<>();
        AgentPool pool;

        Simulator(List<Integer> agents, AgentPool pool) {
            this.agents = agents;
            this.pool = pool;
        }
    }

    LogSimulation(SmallTraining undisturbed, int partitions, int hosts, long seed) {
        spec = undisturbed.spec();
        expected = undisturbed.hashes();
        whole = undisturbed.blocks();
        chance = new Random(seed);
        int agents = spec.rollouts().agents();
        read = new int[partitions];
        IntStream.range(0, partitions).forEach(partition -> log.add(new ArrayList<>()));
        for (int host = 0; host < hosts; host++) {
            int number = host;
            List<Integer> share = IntStream.range(0, agents)
                    .filter(agent -> agent % hosts == number)
                    .boxed()
                    .toList();
            simulators.add(new Simulator(share, pool(share)));
        }
        now = new Checkpoint(
                Collections.nCopies(partitions, 0),
                Collections.nCopies(agents, Assembly.EMPTY),
                new RolloutBatcher(Map.of(), Map.of(), Map.of()),
                Learner.initialState(spec));
        checkpoints.add(now);
        publish();
    }

    /** Runs to the end of training. */
    void run() {
        try (learner) {
            for (int turn = 0; now.state().version() < spec.updates(); turn++) {
                assertThat(turn).as("turns until the training ends").isLessThan(MOST_TURNS);
                turn();
            }
        }
        assertThat(published).hasSize(expected.size());
    }

    private void turn() {
        int die = chance.nextInt(1000);
        if (die < 400) {
            act(simulators.get(chance.nextInt(simulators.size())));
        } else if (die < 600) {
            deliver(simulators.get(chance.nextInt(simulators.size())));
        } else if (die < 960) {
            read(chance.nextInt(log.size()));
        } else if (die < 975) {
            checkpoints.add(now);
        } else {
            disturb(die);
        }
    }

    private void disturb(int die) {
        disturbances++;
        if (die < 982) {
            restart(simulators.get(chance.nextInt(simulators.size())));
        } else if (die < 988) {
            now = checkpoints.get(chance.nextInt(checkpoints.size()));
            publish();
        } else if (die < 996) {
            repeat(log.get(chance.nextInt(log.size())));
        } else {
            loseTail(chance.nextInt(log.size()));
        }
    }

    /** Acts for one time step, if the required version is available. */
    private void act(Simulator simulator) {
        long rollout = simulator.pool.rollout();
        PolicyUpdate policy = published.get(spec.actingVersion(rollout));
        if (policy == null || rollout >= spec.updates()) {
            return;
        }
        assertThat(policy.version())
                .isGreaterThan(published.lastKey() - spec.rollouts().lag() - 2); // the topic keeps it
        simulator.pool.load(policy);
        simulator.pool.step(block -> cut(block, simulator.inFlight));
    }

    private void cut(TransitionBlock block, List<TransitionBlock> into) {
        int row = chance.nextInt(block.rows());
        into.addAll(row == 0 ? List.of(block) : Blocks.split(spec, block, row));
    }

    private void deliver(Simulator simulator) {
        if (!simulator.inFlight.isEmpty()) {
            TransitionBlock block = simulator.inFlight.remove(0);
            log.get(Partitions.of(spec.policyId(), block.agent(), log.size()))
                    .add(Codecs.TRANSITION_BLOCK.encode(block));
        }
    }

    private void read(int partition) {
        int offset = now.offsets().get(partition);
        if (offset >= log.get(partition).size()) {
            return;
        }
        List<Integer> offsets = new ArrayList<>(now.offsets());
        offsets.set(partition, offset + 1);
        List<Assembly> assemblies = new ArrayList<>(now.assemblies());
        RolloutBatcher batcher = now.copy();
        read[partition] = Math.max(read[partition], offset + 1);
        byte[] record = log.get(partition).get(offset);
        if (record.length > 0) {
            TransitionBlock block = decoded(record);
            if (BlockInspection.fault(spec, block).isEmpty()) {
                RolloutAssembler.Result result = new RolloutAssembler(spec).offer(assemblies.get(block.agent()), block);
                assemblies.set(block.agent(), result.state());
                assertThat(result.masked()).isZero();
                result.completed().forEach(rollout -> batcher.offer(now.state().version(), rollout));
            }
        }
        now = new Checkpoint(offsets, assemblies, batcher, now.state());
        update();
    }

    private void update() {
        long version = now.state().version();
        int agents = spec.rollouts().agents();
        RolloutBatcher batcher = now.copy();
        if (!batcher.complete(version, agents)) {
            return;
        }
        RolloutBatch batch = RolloutBatch.of(spec, batcher.take(version, agents));
        LearnerState next = learner.update(spec, now.state(), batch).state();
        now = new Checkpoint(now.offsets(), now.assemblies(), batcher, next);
        publish();
    }

    private void publish() {
        PolicyUpdate update = PolicyPublication.publication(spec, now.state(), false);
        assertThat(update.hash()).as("hash of version %d", update.version()).isEqualTo(expected.get((int)
                update.version()));
        if (!published.isEmpty()) {
            assertThat(update.version()).isLessThanOrEqualTo(published.lastKey() + 1);
        }
        published.put(update.version(), update);
    }

    /** A simulator dies and loses its undelivered blocks; its next incarnation resumes from the log. */
    private void restart(Simulator simulator) {
        simulator.inFlight.clear();
        simulator.pool = pool(simulator.agents);
    }

    private AgentPool pool(List<Integer> agents) {
        List<ResumePoint> starts = agents.stream().map(this::start).toList();
        return new AgentPool(spec, EnvironmentRegistry.standard(), starts);
    }

    private ResumePoint start(int agent) {
        long newest = published.isEmpty() ? -1 : published.lastKey();
        return history(agent).resume(0, newest);
    }

    private AgentHistory history(int agent) {
        AgentHistory history = new AgentHistory(spec, agent);
        for (byte[] record : log.get(Partitions.of(spec.policyId(), agent, log.size()))) {
            if (record.length > 0) {
                history.offer(decoded(record));
            } else {
                history.rejected();
            }
        }
        return history;
    }

    /** Adds a copy of a record, or a record that the job rejects. */
    private void repeat(List<byte[]> partition) {
        List<byte[]> good = partition.stream()
                .filter(record -> record.length > 0 && !strays.contains(record))
                .toList();
        if (good.isEmpty()) {
            return;
        }
        byte[] record = good.get(chance.nextInt(good.size()));
        switch (chance.nextInt(4)) {
            case 0 -> partition.add(record);
            case 1 -> partition.add(new byte[0]);
            case 2 -> stray(partition, Strays.unfit(decoded(record), chance));
            default -> {
                int agent = decoded(record).agent();
                long open = history(agent).sequence() / spec.rollouts().rolloutLength();
                Strays.outOfReach(whole, agent, open + spec.rollouts().lag() + 1)
                        .forEach(block -> stray(partition, block));
            }
        }
    }

    private void stray(List<byte[]> partition, TransitionBlock block) {
        byte[] record = Codecs.TRANSITION_BLOCK.encode(block);
        strays.add(record);
        partition.add(record);
    }

    private static TransitionBlock decoded(byte[] record) {
        try {
            return Codecs.TRANSITION_BLOCK.decode(record);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** The broker loses some of its newest records, which no learner has read yet; all simulators restart from the log. */
    private void loseTail(int partition) {
        List<byte[]> records = log.get(partition);
        int unread = records.size() - read[partition];
        int kept = records.size() - chance.nextInt(unread + 1);
        records.subList(kept, records.size()).clear();
        for (Simulator simulator : simulators) {
            restart(simulator);
        }
    }
}
