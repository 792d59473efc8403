package dev.streamgrad.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoopTimesTest {

    private long now;
    private final LoopTimes times = new LoopTimes(() -> now);

    private void arrived(long index, long at) {
        now = at;
        times.arrived(index);
    }

    @Test
    void measuresFromThePublicationToTheLastRolloutActedWithIt() {
        times.published(0);
        arrived(0, 5);
        arrived(0, 8);
        arrived(0, 12);
        now = 100;
        assertThat(times.taken(0, 0)).contains(new LoopTimes.Loop(7, OptionalLong.of(12)));
        times.published(1);
        arrived(1, 130);
        assertThat(times.taken(1, 0)).contains(new LoopTimes.Loop(0, OptionalLong.of(30)));
    }

    @Test
    void withLagTheLatencyEndsAtTheLastBatchThatAVersionActsFor() {
        times.published(0);
        arrived(0, 10);
        arrived(1, 20);
        assertThat(times.taken(0, 1)).contains(new LoopTimes.Loop(0, OptionalLong.empty()));
        assertThat(times.taken(1, 1)).contains(new LoopTimes.Loop(0, OptionalLong.of(20)));
    }

    @Test
    void hasNoTimesOfRolloutsAndVersionsFromBeforeARestore() {
        assertThat(times.taken(7, 0)).isEmpty();
        arrived(8, 20);
        assertThat(times.taken(8, 0)).contains(new LoopTimes.Loop(0, OptionalLong.empty()));
    }
}
