package dev.streamgrad.training;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.TransitionBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes every kind of invalid record from a valid one. */
final class Tampering {

    private Tampering() {}

    /** Invalid records, by a part of the reason that their dead letter must give. */
    static Map<String, byte[]> all(TransitionBlock block) {
        byte[] good = Codecs.TRANSITION_BLOCK.encode(block);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("not an Avro single object", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        bad.put("bytes are left", Arrays.copyOf(good, good.length - 7));
        bad.put("of the observation space", observations(block, new byte[block.rows() * 12]));
        bad.put("element of the observation is NaN", notANumber(block));
        bad.put("A reward is Infinity", rewards(block, Double.POSITIVE_INFINITY));
        bad.put("outside its space", actions(block, 7));
        bad.put("must be sampled with version", version(block, block.policyVersion() + 1));
        bad.put("Next observations take", ofAFarLaterIncarnation(block));
        bad.put("does not exist", agent(block, 99));
        return bad;
    }

    static byte[] notANumber(TransitionBlock block) {
        byte[] observations = block.observations().clone();
        ByteBuffer.wrap(observations).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, Float.NaN);
        return observations(block, observations);
    }

    static byte[] ofPolicy(TransitionBlock block, String policyId) {
        return encode(block, Map.of("policyId", policyId));
    }

    /** Next observations are missing, and the incarnation would fence the agent's own records permanently. */
    private static byte[] ofAFarLaterIncarnation(TransitionBlock block) {
        return encode(block, Map.of("incarnation", 1000, "nextObservations", new byte[0]));
    }

    private static byte[] observations(TransitionBlock block, byte[] observations) {
        return encode(block, Map.of("observations", observations));
    }

    private static byte[] rewards(TransitionBlock block, double reward) {
        byte[] rewards = block.rewards().clone();
        ByteBuffer.wrap(rewards).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, reward);
        return encode(block, Map.of("rewards", rewards));
    }

    private static byte[] actions(TransitionBlock block, int action) {
        byte[] actions = block.actions().clone();
        ByteBuffer.wrap(actions).order(ByteOrder.LITTLE_ENDIAN).putInt(0, action);
        return encode(block, Map.of("actions", actions));
    }

    private static byte[] version(TransitionBlock block, long version) {
        return encode(block, Map.of("policyVersion", version));
    }

    private static byte[] agent(TransitionBlock block, int agent) {
        return encode(block, Map.of("agent", agent));
    }

    private static byte[] encode(TransitionBlock block, Map<String, Object> changes) {
        return Codecs.TRANSITION_BLOCK.encode(Forgery.of(block, changes));
    }
}
