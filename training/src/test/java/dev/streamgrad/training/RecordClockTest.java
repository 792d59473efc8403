package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RecordClockTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:00:00Z");

    @Test
    void standsStillWhileTheBrokersClockIsBehind() {
        RecordClock clock = new RecordClock(NOW);
        clock.set("metrics", NOW.plusSeconds(10));
        clock.set("metrics", NOW.minusSeconds(3600));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(10));
        clock.set("metrics", NOW.plusSeconds(11));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(11));
    }

    @Test
    void aTopicThatIsReadAheadDoesNotChangeTheTimesOfOthers() {
        RecordClock clock = new RecordClock(NOW);
        clock.set("metrics", NOW.plusSeconds(60));
        clock.set("policies", NOW.plusSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(5));
    }
}
