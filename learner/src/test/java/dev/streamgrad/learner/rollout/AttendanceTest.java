package dev.streamgrad.learner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final long FIRST = 30_000;

    private static final List<Integer> ALL = List.of(0, 1, 2);

    private final Attendance attendance = new Attendance(3, 1_000);

    @Test
    void anAgentIsNotSilentWithinTheTimeForItsFirstSign() {
        assertThat(attendance.silent(ALL, FIRST, 1_000 + FIRST - 1)).isEmpty();
        assertThat(attendance.silent(ALL, FIRST, 1_000 + FIRST)).isEqualTo(ALL);
    }

    @Test
    void returnsTheSilentAgentsAndNotTheActiveOnes() {
        attendance.heard(0, 2_000);
        attendance.heard(1, 2_000);
        attendance.heard(2, 2_000);
        attendance.heard(1, 11_000);
        assertThat(attendance.silent(ALL, FIRST, 11_999)).isEmpty();
        attendance.heard(2, 12_000);
        assertThat(attendance.silent(ALL, FIRST, 2_000 + 20_000))
                .containsExactly(0); // twice the 10 s that agent 2 took
        assertThat(attendance.silent(List.of(1, 2), FIRST, 2_000 + 20_000)).isEmpty();
    }

    @Test
    void agentsThatAreAlwaysSlowAreNotSilent() {
        for (long now = 20_000; now < 600_000; now += 60_000) {
            attendance.heard(0, now);
            attendance.heard(1, now + 59_999);
            assertThat(attendance.silent(List.of(0, 1), FIRST, now + 59_999)).isEmpty();
        }
    }

    @Test
    void patienceIsLimitedEvenAfterAVeryLongInterval() {
        attendance.heard(0, 0);
        attendance.heard(0, 100_000_000);
        long last = 100_000_000 + Attendance.LONGEST_PATIENCE_MILLIS;
        assertThat(attendance.silent(List.of(0), FIRST, last - 1)).isEmpty();
        assertThat(attendance.silent(List.of(0), FIRST, last)).containsExactly(0);
    }

    @Test
    void aLongIntervalDoesNotCountAfterTheNextSign() {
        attendance.heard(0, 0);
        attendance.heard(0, 300_000);
        attendance.heard(0, 301_000);
        assertThat(attendance.silent(List.of(0), FIRST, 311_000)).containsExactly(0);
    }
}
