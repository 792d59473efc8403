package dev.streamgrad.contract.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How long a program waits for Kafka or Flink, and whom it tells. What is not there within a second is announced at once, with the limit,
 * and again every ten seconds.
 *
 * @param limit after which it gives up
 * @param say told what is being waited for
 */
public record Patience(Duration limit, Consumer<String> say) {

    /** The limit where the user sets none: a broker that restarts under load is back by then. */
    public static final Duration DEFAULT = Duration.ofSeconds(60);

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /**
     * Does work that waits for another program; announces it while it lasts. The work itself keeps to the limit.
     *
     * @param awaited such as {@code Kafka at 127.0.0.1:9092}
     */
    public <T> T spend(String awaited, Callable<T> work) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread herald = new Thread(() -> announce(awaited, done), "patience");
        herald.setDaemon(true);
        herald.start();
        try {
            return work.call();
        } finally {
            done.countDown();
        }
    }

    private void announce(String awaited, CountDownLatch done) {
        long begin = System.nanoTime();
        Duration next = MOMENT;
        try {
            while (!done.await(next.toMillis(), TimeUnit.MILLISECONDS)) {
                say.accept(sentence(awaited, Duration.ofNanos(System.nanoTime() - begin)));
                next = AGAIN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what is being waited for, for how long so far, and until when. */
    public String sentence(String awaited, Duration waited) {
        return "Waiting for " + awaited + ": " + waited.toSeconds() + " s so far, at most " + limit.toSeconds()
                + " s (--patience).";
    }
}
