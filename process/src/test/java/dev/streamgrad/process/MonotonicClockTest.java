package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MonotonicClockTest {

    private static final Instant START = Instant.parse("2026-03-29T00:59:59Z");

    @Test
    void advancesFromItsStartWithTheElapsedTime() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a counter that overflows meanwhile
        Clock clock = MonotonicClock.startingAt(START, nanos::get);
        assertThat(clock.instant()).isEqualTo(START);
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(7));
        assertThat(clock.millis()).isEqualTo(START.toEpochMilli() + 7_000);
    }

    @Test
    void startsWithTheTimeOfDay() {
        assertThat(Duration.between(
                        MonotonicClock.start().instant(), Clock.systemUTC().instant()))
                .isLessThan(Duration.ofMinutes(1));
    }
}
