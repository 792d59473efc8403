package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ProcessStartTest {

    @Test
    void findsThreadsOfTheProgramButNotOfTheJvm() throws Exception {
        AtomicReference<List<String>> alone = new AtomicReference<>(List.of("not asked"));
        AtomicReference<List<String>> withOther = new AtomicReference<>(List.of());
        CountDownLatch end = new CountDownLatch(1);
        ThreadGroup program = new ThreadGroup("program");
        Thread main = new Thread(program, () -> {
            alone.set(ProcessStart.otherThreads());
            Thread early = new Thread(() -> await(end), "early");
            early.start();
            withOther.set(ProcessStart.otherThreads());
        });
        main.start();
        main.join();
        end.countDown();
        assertThat(alone.get()).isEmpty();
        assertThat(withOther.get()).containsExactly("early");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
