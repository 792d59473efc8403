package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.benchmarks.hostile.HostileRecord.Fate;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Creates hostile records for the transitions topic, from blocks whose rows have already been learned from. */
final class HostileBlocks {

    /** A block and its training spec. */
    record Learned(TrainingSpec spec, TransitionBlock block) {}

    private final EditedRecord edited = new EditedRecord("TransitionBlock");
    private final SplittableRandom random;
    private final List<Function<Learned, HostileRecord>> kinds = List.of(
            this::noise,
            this::cut,
            this::bitFlipped,
            learned -> changed("repeated", Fate.SEEN_BEFORE, learned, Map.of()),
            learned -> changed("fencing", Fate.SEEN_BEFORE, learned, Map.of("incarnation", Integer.MAX_VALUE)),
            this::notANumber,
            this::noSuchAgent,
            learned -> changed(
                    "version 10^15", Fate.DEAD_LETTER, learned, Map.of("policyVersion", 1_000_000_000_000_000L)),
            this::outOfReach,
            this::noSuchPolicy);

    HostileBlocks(SplittableRandom random) {
        this.random = random;
    }

    /** Creates a record of a random kind. */
    HostileRecord next(Learned learned) {
        return kinds.get(random.nextInt(kinds.size())).apply(learned);
    }

    private HostileRecord noise(Learned learned) {
        byte[] value = new byte[1 + random.nextInt(200)];
        random.nextBytes(value);
        return new HostileRecord("noise", null, value, Fate.DEAD_LETTER);
    }

    private HostileRecord cut(Learned learned) {
        byte[] whole = Codecs.TRANSITION_BLOCK.encode(learned.block());
        return new HostileRecord(
                "cut", key(learned), Arrays.copyOf(whole, random.nextInt(whole.length)), Fate.DEAD_LETTER);
    }

    private HostileRecord bitFlipped(Learned learned) {
        byte[] value = Codecs.TRANSITION_BLOCK.encode(learned.block());
        value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        return fate(learned, value)
                .map(fate -> new HostileRecord("bit flipped", key(learned), value, fate))
                .orElseGet(() -> noise(learned));
    }

    /** Empty if the changed bit gives a valid block with new rows: only access control of the topic prevents such a forgery. */
    private static Optional<Fate> fate(Learned learned, byte[] value) {
        try {
            TransitionBlock before = learned.block();
            TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(value);
            boolean same = block.policyId().equals(before.policyId());
            if (!same || BlockInspection.fault(learned.spec(), block).isPresent()) {
                return Optional.of(Fate.DEAD_LETTER);
            }
            boolean known = block.agent() == before.agent() && block.endSequence() <= before.endSequence();
            return known ? Optional.of(Fate.SEEN_BEFORE) : Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.of(Fate.DEAD_LETTER);
        }
    }

    private HostileRecord notANumber(Learned learned) {
        byte[] rewards = learned.block().rewards().clone();
        Arrays.fill(rewards, 0, Double.BYTES, (byte) 0xFF);
        return changed("reward is NaN", Fate.DEAD_LETTER, learned, Map.of("rewards", ByteBuffer.wrap(rewards)));
    }

    private HostileRecord noSuchAgent(Learned learned) {
        int agent = learned.spec().rollouts().agents() + random.nextInt(1000);
        return changed("no such agent", Fate.DEAD_LETTER, learned, Map.of("agent", agent));
    }

    /** A valid block, but for a rollout that no agent can have reached yet. */
    private HostileRecord outOfReach(Learned learned) {
        TransitionBlock block = learned.block();
        long rollouts = 1_000_000 + random.nextInt(1000);
        return changed(
                "out of reach",
                Fate.DEAD_LETTER,
                learned,
                Map.of(
                        "firstSequence",
                        block.firstSequence() + rollouts * block.rolloutLength(),
                        "policyVersion",
                        learned.spec().actingVersion(block.rollout() + rollouts)));
    }

    private HostileRecord noSuchPolicy(Learned learned) {
        return changed("no such policy", Fate.DEAD_LETTER, learned, Map.of("policyId", "nobody-" + random.nextInt(50)));
    }

    private HostileRecord changed(String kind, Fate fate, Learned learned, Map<String, ?> fields) {
        byte[] value = edited.with(Codecs.TRANSITION_BLOCK.encode(learned.block()), fields);
        return new HostileRecord(kind, key(learned), value, fate);
    }

    private static byte[] key(Learned learned) {
        return Keys.agent(learned.block().policyId(), learned.block().agent()).getBytes(StandardCharsets.UTF_8);
    }
}
