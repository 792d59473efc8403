package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.benchmarks.hostile.HostileRecord.Fate;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Creates hostile records for all topics except the transitions, from records that the trainings have published. */
final class HostileRecords {

    private static final int MOST_NOISE = 200;

    private final EditedRecord updates = new EditedRecord("PolicyUpdate");
    private final EditedRecord specs = new EditedRecord("TrainingSpec");
    private final EditedRecord states = new EditedRecord("LearnerState");
    private final SplittableRandom random;

    HostileRecords(SplittableRandom random) {
        this.random = random;
    }

    /** A record that is valid in no topic: random bytes, or the beginning of a record, with the key of a genuine record. */
    HostileRecord damaged(String key, byte[] whole, Fate fate) {
        int length = 1 + random.nextInt(Math.min(whole.length, MOST_NOISE));
        byte[] value = Arrays.copyOf(whole, length);
        if (length == whole.length || random.nextBoolean()) {
            random.nextBytes(value);
        }
        return new HostileRecord("damaged", bytes(key), value, fate);
    }

    /** For the policies topic: weights that are NaN or of another network, an impossible version or incarnation, a wrong hash. */
    HostileRecord policy(PolicyUpdate update) {
        byte[] whole = Codecs.POLICY_UPDATE.encode(update);
        String key = Keys.policy(update.policyId(), update.version(), update.lag());
        ByteBuffer notNumbers = ByteBuffer.allocate(update.parameters().length * Float.BYTES);
        Arrays.fill(notNumbers.array(), (byte) 0xFF);
        List<Map<String, ?>> changes = List.of(
                Map.of("parameters", notNumbers),
                Map.of("parameters", ByteBuffer.allocate(Float.BYTES)),
                Map.of("parameters", ByteBuffer.allocate(notNumbers.capacity())),
                Map.of("version", 1_000_000_000_000_000L),
                Map.of("version", 1_000_000_000_000_000L, "incarnation", Integer.MAX_VALUE, "last", true),
                Map.of("hash", "0".repeat(64)));
        byte[] value = updates.with(whole, changes.get(random.nextInt(changes.size())));
        return random.nextInt(8) == 0
                ? damaged(key, whole, Fate.PASSED_OVER)
                : new HostileRecord("forged policy", bytes(key), value, Fate.PASSED_OVER);
    }

    /** For the training-specs topic: bytes that are no spec, a spec under another policy's key, sizes that overflow. */
    HostileRecord spec(TrainingSpec spec) {
        byte[] whole = Codecs.TRAINING_SPEC.encode(spec);
        String key = Keys.trainingSpec(spec.policyId(), spec.revision());
        return switch (random.nextInt(3)) {
            case 0 -> damaged(key, whole, Fate.DEAD_LETTER);
            case 1 -> new HostileRecord("key of another", bytes("another/0"), whole, Fate.DEAD_LETTER);
            default -> overflowing(whole);
        };
    }

    /** For one of a hundred policies that are not trained. */
    private HostileRecord overflowing(byte[] whole) {
        String policyId = "overflowing-" + random.nextInt(100);
        Object rollouts =
                specs.field(whole, "rollouts", Map.of("agents", Integer.MAX_VALUE, "rolloutLength", Integer.MAX_VALUE));
        byte[] value = specs.with(whole, Map.of("policyId", policyId, "rollouts", rollouts));
        return new HostileRecord("overflowing spec", bytes(Keys.trainingSpec(policyId, 0)), value, Fate.DEAD_LETTER);
    }

    /** For the snapshots topic: a state with the largest possible version and incarnation. */
    HostileRecord snapshot(LearnerState state) {
        byte[] whole = Codecs.LEARNER_STATE.encode(state);
        byte[] value = states.with(whole, Map.of("version", Long.MAX_VALUE, "incarnation", Integer.MAX_VALUE));
        return new HostileRecord(
                "forged snapshot", bytes(Keys.snapshot(state.policyId(), state.version())), value, Fate.PASSED_OVER);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
