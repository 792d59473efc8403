package dev.streamgrad.learner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.learner.rollout.RolloutBatcher.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutBatcherTest {

    private static final int AGENTS = 3;

    private final RolloutBatcher batcher = new RolloutBatcher(new HashMap<>(), new HashMap<>(), new HashMap<>());

    @Test
    void aBatchIsCompleteWithTheRolloutsOfAllAgentsAndOrderedByAgent() {
        for (int agent : List.of(2, 0, 1)) {
            assertThat(batcher.complete(4, AGENTS)).isFalse();
            assertThat(batcher.offer(4, rollout(4, agent, false))).isEqualTo(Placement.WAITING);
            assertThat(batcher.offer(4, rollout(5, agent, false))).isEqualTo(Placement.WAITING);
        }
        assertThat(batcher.complete(4, AGENTS)).isTrue();
        assertThat(batcher.take(4, AGENTS)).extracting(Rollout::agent).containsExactly(0, 1, 2);
        assertThat(batcher.complete(4, AGENTS)).isFalse();
        assertThat(batcher.waiting()).hasSize(AGENTS);
        assertThat(batcher.take(5, AGENTS)).hasSize(AGENTS);
        assertThat(batcher.waiting()).isEmpty();
        assertThat(batcher.arrived()).isEmpty();
    }

    @Test
    void dropsStaleAndKnownRollouts() {
        assertThat(batcher.offer(4, rollout(3, 0, false))).isEqualTo(Placement.STALE);
        assertThat(batcher.offer(4, rollout(4, 0, false))).isEqualTo(Placement.WAITING);
        assertThat(batcher.offer(4, rollout(4, 0, false))).isEqualTo(Placement.KNOWN);
        assertThat(batcher.offer(4, rollout(4, 0, true))).isEqualTo(Placement.KNOWN);
        assertThat(batcher.missing(4, AGENTS)).containsExactly(1, 2);
    }

    @Test
    void fallsBackOnlyIfEveryMissingAgentHasAProvisionalRollout() {
        batcher.offer(4, rollout(4, 0, false));
        assertThat(batcher.offer(4, rollout(4, 1, true))).isEqualTo(Placement.KEPT);
        assertThat(batcher.fallBack(4, AGENTS)).isFalse();
        assertThat(batcher.missing(4, AGENTS)).containsExactly(1, 2);
        batcher.offer(4, rollout(4, 2, true));
        assertThat(batcher.fallBack(4, AGENTS)).isTrue();
        assertThat(batcher.complete(4, AGENTS)).isTrue();
        assertThat(batcher.fallbacks()).isEmpty();
    }

    @Test
    void doesNotFallBackOnAWithdrawnRollout() {
        batcher.offer(4, rollout(4, 0, false));
        batcher.offer(4, rollout(4, 1, false));
        batcher.offer(4, rollout(4, 2, true));
        assertThat(batcher.offer(4, RolloutRetraction.of("p", 2, 4))).isEqualTo(Placement.WITHDRAWN);
        assertThat(batcher.offer(4, RolloutRetraction.of("p", 1, 4))).isEqualTo(Placement.WITHDRAWN);
        assertThat(batcher.fallBack(4, AGENTS)).isFalse();
        assertThat(batcher.missing(4, AGENTS)).containsExactly(2);
    }

    @Test
    void prefersTheFinalRollout() {
        batcher.offer(4, rollout(4, 1, true));
        batcher.offer(4, rollout(4, 1, false));
        assertThat(batcher.fallbacks()).isEmpty();
        assertThat(new ArrayList<>(batcher.waiting().values()))
                .extracting(Rollout::provisional)
                .containsExactly(false);
    }

    private static Rollout rollout(long index, int agent, boolean provisional) {
        byte[] none = new byte[0];
        byte[] one = new byte[1];
        return new Rollout("p", agent, index, provisional, 0, one, none, none, none, none, one, one, none, none);
    }
}
