package dev.streamgrad.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The limit for waiting for Kafka or Flink, and the receiver of messages about the wait. The first message is sent after one second, the
 * next ones every ten seconds.
 *
 * @param limit the caller gives up after this time
 * @param say receives the messages
 */
public record Patience(Duration limit, Consumer<String> say) {

    /** The default limit: a broker that restarts under load is back by then. */
    public static final Duration DEFAULT = Duration.ofSeconds(60);

    private static final Duration FIRST_MESSAGE = Duration.ofSeconds(1);
    private static final Duration NEXT_MESSAGE = Duration.ofSeconds(10);

    /**
     * Runs work that waits for another program, and sends messages while it lasts. The work itself must observe the limit.
     *
     * @param awaited such as {@code Kafka at 127.0.0.1:9092}
     */
    public <T> T spend(String awaited, Callable<T> work) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread announcer = new Thread(() -> announce(awaited, done), "patience");
        announcer.setDaemon(true);
        announcer.start();
        try {
            return work.call();
        } finally {
            done.countDown();
        }
    }

    private void announce(String awaited, CountDownLatch done) {
        long begin = System.nanoTime();
        Duration next = FIRST_MESSAGE;
        try {
            while (!done.await(next.toMillis(), TimeUnit.MILLISECONDS)) {
                say.accept(sentence(awaited, Duration.ofNanos(System.nanoTime() - begin)));
                next = NEXT_MESSAGE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The message about a wait: for what, for how long so far, and the limit. */
    public String sentence(String awaited, Duration waited) {
        return "Waiting for " + awaited + ": " + waited.toSeconds() + " s so far, at most " + limit.toSeconds()
                + " s (--patience).";
    }
}
