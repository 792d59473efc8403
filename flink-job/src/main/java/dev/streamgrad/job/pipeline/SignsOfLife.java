package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.learner.rollout.SignOfLife;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Emits at most one {@link SignOfLife} per agent and second. Only agents that a spec allows are offered, so the map stays small. */
final class SignsOfLife {

    private static final long INTERVAL_MILLIS = 1_000;

    private final Map<String, Long> sentAt = new HashMap<>();

    Optional<SignOfLife> of(TransitionBlock block, long now) {
        String agent = Keys.agent(block.policyId(), block.agent());
        Long before = sentAt.get(agent);
        if (before != null && now - before < INTERVAL_MILLIS) {
            return Optional.empty();
        }
        sentAt.put(agent, now);
        return Optional.of(new SignOfLife(block.policyId(), block.agent()));
    }
}
