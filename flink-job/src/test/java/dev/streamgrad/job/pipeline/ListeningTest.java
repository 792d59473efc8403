package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ListeningTest {

    @Test
    void beginsWithTheFirstCallAndAnewWhereTheClockIsSetBack() {
        Listening listening = new Listening();
        assertThat(listening.since(5_000)).isEqualTo(5_000);
        assertThat(listening.since(9_000)).isEqualTo(5_000);
        assertThat(listening.since(2_000)).isEqualTo(2_000);
        assertThat(listening.since(7_000)).isEqualTo(2_000);
    }
}
