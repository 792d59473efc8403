package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.AgentRecord;
import org.junit.jupiter.api.Test;

final class AgentClaimsTest {

    private final AgentClaims claims = new AgentClaims();

    @Test
    void theFirstClaimOfAnIncarnationTakesEffect() {
        offer("a", 0, 1);
        offer("b", 0, 1);
        assertThat(claims.isHeld(0, "a")).isTrue();
        assertThat(claims.isHeld(0, "b")).isFalse();
        assertThat(claims.highest(0)).isEqualTo(1);
    }

    @Test
    void aHigherIncarnationReplacesTheHolder() {
        offer("a", 0, 1);
        offer("b", 0, 4);
        offer("c", 0, 3);
        assertThat(claims.isHeld(0, "a")).isFalse();
        assertThat(claims.isHeld(0, "b")).isTrue();
        assertThat(claims.holder(0)).map(AgentRecord::process).contains("process of b");
    }

    @Test
    void agentsAreClaimedSeparately() {
        offer("a", 0, 5);
        offer("a", 1, 2);
        assertThat(claims.highest(1)).isEqualTo(2);
        assertThat(claims.highest(2)).as("an agent without claims").isEqualTo(-1);
        assertThat(claims.holder(2)).isEmpty();
    }

    @Test
    void theLargestIncarnationCanBeClaimedAgain() {
        offer("a", 0, Integer.MAX_VALUE);
        offer("b", 0, Integer.MAX_VALUE);
        assertThat(claims.isHeld(0, "b")).isTrue();
    }

    @Test
    void replacedAndLateClaimsAreOlder() {
        offer("a", 0, 1);
        offer("b", 0, 1);
        offer("c", 0, 2);
        assertThat(claims.takeOlder(0)).containsExactly("b", "a");
        assertThat(claims.takeOlder(0)).as("they are returned once").isEmpty();
        assertThat(claims.takeOlder(7)).isEmpty();
    }

    private void offer(String claim, int agent, int incarnation) {
        claims.offer(claim, AgentRecord.claim("cartpole", agent, incarnation, 0, "process of " + claim));
    }
}
