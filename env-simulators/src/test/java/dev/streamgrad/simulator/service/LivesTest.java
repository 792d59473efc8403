package dev.streamgrad.simulator.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.simulator.acting.AgentStart;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LivesTest {

    private final Lives lives = new Lives();

    @Test
    void followOneAnother() {
        assertThatCode(() -> {
                    lives.begin(List.of(start(0, 7), start(1, 9))); // whatever the log held before this process came
                    lives.begin(List.of(start(0, 8), start(1, 9))); // the second agent had sent nothing yet
                    lives.begin(List.of(start(0, 9), start(1, 10)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void doNotOutbidAnotherProcess() {
        lives.begin(List.of(start(0, 3), start(1, 3)));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> lives.begin(List.of(start(0, 4), start(1, 6))))
                    .isInstanceOf(Lives.ReplacedException.class)
                    .hasMessageContaining("another process acts for agent 1");
        }
        assertThatCode(() -> lives.begin(List.of(start(0, 4), start(1, 4)))).doesNotThrowAnyException();
    }

    /** A stranger wrote in the agent's name, and Kafka never says that it is another's. */
    @Test
    void outbidAStrangerWhoIsNoProcess() {
        lives.begin(List.of(start(0, 3)));
        AgentStart next = start(0, Integer.MAX_VALUE);
        for (int attempt = 0; attempt < Lives.MOST_REFUSALS; attempt++) {
            assertThatThrownBy(() -> lives.begin(List.of(next))).isInstanceOf(Lives.ReplacedException.class);
        }
        assertThatCode(() -> {
                    lives.begin(List.of(next));
                    lives.begin(List.of(next));
                })
                .doesNotThrowAnyException();
    }

    private static AgentStart start(int agent, int incarnation) {
        return AgentStart.atEpisodeStart(agent, incarnation, 0, 0);
    }
}
