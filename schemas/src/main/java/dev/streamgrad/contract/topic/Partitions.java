package dev.streamgrad.contract.topic;

import java.nio.charset.StandardCharsets;

/**
 * The partition function of the contract. The default partitioners of Kafka clients differ between languages, and do not spread agents
 * evenly.
 */
public final class Partitions {

    private static final int OFFSET_BASIS = 0x811C9DC5;
    private static final int PRIME = 0x01000193;

    private Partitions() {}

    /** The partition of an agent's blocks: (FNV-1a-32(UTF-8 of policyId), as unsigned, + agent) mod partitions. */
    public static int of(String policyId, int agent, int partitions) {
        int hash = OFFSET_BASIS;
        for (byte b : policyId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * PRIME;
        }
        return (int) (((hash & 0xFFFFFFFFL) + agent) % partitions);
    }
}
