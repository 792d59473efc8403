package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SilenceDetectorTest {

    private final RecordClock clock = new RecordClock(Instant.EPOCH);
    private final List<String> messages = new ArrayList<>();
    private final Runs received = new Runs();
    private final SilenceDetector silence = new SilenceDetector("cartpole", received, messages::add, clock);

    @Test
    void reportsOnceThatNoJobTrains() {
        checkAfter(29);
        assertThat(messages).isEmpty();
        checkAfter(1);
        checkAfter(100);
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0))
                .contains("No learner has started policy cartpole after 30 s", "--flink URL", "simulate");
    }

    @Test
    void reportsASilentJobAndReportsItAgainAfterItWasActive() {
        List<PolicyUpdate> versions =
                List.copyOf(Runs.serial(Runs.spec()).policies.values());
        checkAfter(29);
        silence.onPolicy(versions.get(0));
        silence.onPolicy(versions.get(1));
        checkAfter(29);
        assertThat(messages).isEmpty();
        checkAfter(1);
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0))
                .contains("Nothing was received about policy cartpole for 30 s; its newest version is 1");
        silence.onPolicy(versions.get(2));
        checkAfter(30);
        assertThat(messages).hasSize(2);
        assertThat(received.policies).hasSize(3);
    }

    private void checkAfter(int seconds) {
        clock.set(clock.instant().plusSeconds(seconds));
        silence.check();
    }
}
