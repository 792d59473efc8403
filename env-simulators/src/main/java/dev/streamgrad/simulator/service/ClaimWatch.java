package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.kafka.KafkaAgentClaims;
import java.time.Clock;

/** Stops the agents of a process if another process has claimed one of them. Looks at most once per {@value #INTERVAL_MILLIS} ms. */
final class ClaimWatch implements Runnable {

    private static final long INTERVAL_MILLIS = 500;

    private final KafkaAgentClaims claims;
    private final Clock clock;
    private long lookedAt;

    ClaimWatch(KafkaAgentClaims claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
        lookedAt = clock.millis();
    }

    /** Throws a {@link ReplacedException} if an agent was claimed by another process. */
    @Override
    public void run() {
        long now = clock.millis();
        if (now - lookedAt >= INTERVAL_MILLIS) {
            lookedAt = now;
            claims.replacement().ifPresent(claim -> {
                throw new ReplacedException(claim.agent(), claim.process());
            });
        }
    }
}
