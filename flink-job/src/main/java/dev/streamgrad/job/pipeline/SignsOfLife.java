package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.learner.rollout.SignOfLife;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which accepted blocks the learner hears of: of each agent one in a second at most. Of agents that their spec has, so that they are few. */
final class SignsOfLife {

    private static final long INTERVAL_MILLIS = 1_000;

    private final Map<String, Long> told = new HashMap<>();

    Optional<SignOfLife> of(TransitionBlock block, long now) {
        String agent = Keys.agent(block.policyId(), block.agent());
        Long before = told.get(agent);
        if (before != null && now - before < INTERVAL_MILLIS) {
            return Optional.empty();
        }
        told.put(agent, now);
        return Optional.of(new SignOfLife(block.policyId(), block.agent()));
    }
}
