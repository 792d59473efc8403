package dev.streamgrad.simulator.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.actor.ResumePoint;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgentIncarnationsTest {

    private final AgentIncarnations incarnations = new AgentIncarnations();

    @Test
    void acceptsConsecutiveIncarnations() {
        assertThatCode(() -> {
                    incarnations.begin(List.of(start(0, 7), start(1, 9))); // the first incarnation may be any
                    incarnations.begin(List.of(start(0, 8), start(1, 9))); // the second agent has sent nothing yet
                    incarnations.begin(List.of(start(0, 9), start(1, 10)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotFenceAnotherProcess() {
        incarnations.begin(List.of(start(0, 3), start(1, 3)));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> incarnations.begin(List.of(start(0, 4), start(1, 6))))
                    .isInstanceOf(AgentIncarnations.ReplacedException.class)
                    .hasMessageContaining("another process acts for agent 1");
        }
        assertThatCode(() -> incarnations.begin(List.of(start(0, 4), start(1, 4))))
                .doesNotThrowAnyException();
    }

    /** A forger wrote under the key of the agent, and Kafka never revokes the partition. */
    @Test
    void fencesAForgerAfterRepeatedRejections() {
        incarnations.begin(List.of(start(0, 3)));
        ResumePoint next = start(0, Integer.MAX_VALUE);
        for (int attempt = 0; attempt < AgentIncarnations.MOST_REJECTIONS; attempt++) {
            assertThatThrownBy(() -> incarnations.begin(List.of(next)))
                    .isInstanceOf(AgentIncarnations.ReplacedException.class);
        }
        assertThatCode(() -> {
                    incarnations.begin(List.of(next));
                    incarnations.begin(List.of(next));
                })
                .doesNotThrowAnyException();
    }

    private static ResumePoint start(int agent, int incarnation) {
        return ResumePoint.atEpisodeStart(agent, incarnation, 0, 0);
    }
}
