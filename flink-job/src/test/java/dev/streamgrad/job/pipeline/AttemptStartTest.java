package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttemptStartTest {

    @Test
    void isTheFirstCallUnlessTheClockIsSetBack() {
        AttemptStart attemptStart = new AttemptStart();
        assertThat(attemptStart.since(5_000)).isEqualTo(5_000);
        assertThat(attemptStart.since(9_000)).isEqualTo(5_000);
        assertThat(attemptStart.since(2_000)).isEqualTo(2_000);
        assertThat(attemptStart.since(7_000)).isEqualTo(2_000);
    }
}
