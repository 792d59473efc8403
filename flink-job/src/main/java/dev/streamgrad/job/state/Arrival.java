package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.Keys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Something that came from an agent.
 *
 * @param policyId the policy that acted
 * @param agent which agent
 * @param topic where the record stood
 * @param partition where it stood
 * @param offset where it stood
 * @param block what it says; empty where it could not be read, and only its key tells whose it is
 */
public record Arrival(
        String policyId, int agent, String topic, int partition, long offset, Optional<TransitionBlock> block) {

    /** A record that was read. */
    public static Arrival of(RawRecord raw, TransitionBlock block) {
        return new Arrival(
                block.policyId(), block.agent(), raw.topic(), raw.partition(), raw.offset(), Optional.of(block));
    }

    /** A record that cannot be read, if its key names an agent. */
    public static Optional<Arrival> unreadable(RawRecord raw) {
        return Keys.parseAgent(new String(raw.key(), StandardCharsets.UTF_8))
                .map(key -> new Arrival(
                        key.policyId(), key.agent(), raw.topic(), raw.partition(), raw.offset(), Optional.empty()));
    }

    /** The key of an agent's state. */
    public String key() {
        return Keys.agent(policyId, agent);
    }

    /** The record as a dead letter; a block is encoded to the bytes that it came as, or to their present form. */
    public DeadLetter refused(String reason) {
        byte[] value = block.map(Codecs.TRANSITION_BLOCK::encode).orElse(new byte[0]);
        return new DeadLetter(topic, partition, offset, key().getBytes(StandardCharsets.UTF_8), value, reason);
    }
}
