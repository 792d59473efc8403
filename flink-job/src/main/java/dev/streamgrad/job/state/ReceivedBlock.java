package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.Keys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record of the transitions topic, sent in the name of an agent.
 *
 * @param policyId the policy that acted
 * @param agent which agent
 * @param topic the record's topic
 * @param partition the record's partition
 * @param offset the record's offset
 * @param block the record's block; empty if it cannot be read, and only its key names the agent
 */
public record ReceivedBlock(
        String policyId, int agent, String topic, int partition, long offset, Optional<TransitionBlock> block) {

    /** A record that contains a block. */
    public static ReceivedBlock of(RawRecord raw, TransitionBlock block) {
        return new ReceivedBlock(
                block.policyId(), block.agent(), raw.topic(), raw.partition(), raw.offset(), Optional.of(block));
    }

    /** A record that cannot be read, if its key names an agent. */
    public static Optional<ReceivedBlock> unreadable(RawRecord raw) {
        return Keys.parseAgent(new String(raw.key(), StandardCharsets.UTF_8))
                .map(key -> new ReceivedBlock(
                        key.policyId(), key.agent(), raw.topic(), raw.partition(), raw.offset(), Optional.empty()));
    }

    /** The key of an agent's state. */
    public String key() {
        return Keys.agent(policyId, agent);
    }

    /** The record as a dead letter. Its block is encoded again, in the current schema. */
    public DeadLetter rejected(String reason) {
        byte[] value = block.map(Codecs.TRANSITION_BLOCK::encode).orElse(new byte[0]);
        return new DeadLetter(topic, partition, offset, key().getBytes(StandardCharsets.UTF_8), value, reason);
    }
}
