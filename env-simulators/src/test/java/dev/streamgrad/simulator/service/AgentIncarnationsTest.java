package dev.streamgrad.simulator.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.actor.ResumePoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgentIncarnationsTest {

    private final AgentIncarnations incarnations = new AgentIncarnations();

    @Test
    void acceptsConsecutiveIncarnations() {
        assertThatCode(() -> {
                    begin(Map.of(0, 7, 1, 9)); // the first incarnation may be any
                    begin(Map.of(0, 8, 1, 10));
                    begin(Map.of(0, 9, 1, 11));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotFenceAnotherProcess() {
        begin(Map.of(0, 3, 1, 3));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> begin(Map.of(0, 4, 1, 6)))
                    .isInstanceOf(ReplacedException.class)
                    .hasMessageContaining("another process acts for agent 1");
        }
        assertThatCode(() -> begin(Map.of(0, 4, 1, 4))).doesNotThrowAnyException();
    }

    /** A forger wrote under the key of the agent, and Kafka never revokes the partition. */
    @Test
    void fencesAForgerAfterRepeatedRejections() {
        begin(Map.of(0, 3));
        Map<Integer, Integer> next = Map.of(0, Integer.MAX_VALUE);
        for (int attempt = 0; attempt < AgentIncarnations.MOST_REJECTIONS; attempt++) {
            assertThatThrownBy(() -> begin(next)).isInstanceOf(ReplacedException.class);
        }
        assertThatCode(() -> {
                    begin(next);
                    begin(next);
                })
                .doesNotThrowAnyException();
    }

    private void begin(Map<Integer, Integer> free) {
        List<ResumePoint> starts = free.entrySet().stream()
                .map(agent -> ResumePoint.atEpisodeStart(agent.getKey(), agent.getValue(), 0, 0))
                .toList();
        incarnations.check(starts);
        incarnations.begin(free);
    }
}
