package dev.streamgrad.simulator.service;

import java.io.Serial;

/** Another process acts for an agent with a later incarnation. Kafka is about to revoke the partition of the agent. */
final class ReplacedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReplacedException(int agent, String process) {
        super((process.isEmpty() ? "another process" : "process " + process) + " acts for agent " + agent
                + "; this process waits until Kafka confirms the owner");
    }
}
