package dev.streamgrad.training;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches whether Kafka answers while a training is followed: polls it, reports when it stops answering and when it answers again, and
 * fails once it has been silent for longer than the patience. A consumer alone would wait silently.
 */
public final class BrokerWatch {

    /** Minimum time between two requests. */
    static final Duration EVERY = Duration.ofSeconds(2);

    /** A silence this long is reported; a busy broker answers within it. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    private final String kafka;
    private final Supplier<CompletableFuture<?>> ask;
    private final Patience patience;
    private final LongSupplier nanos;
    private CompletableFuture<?> answer = CompletableFuture.completedFuture(true);
    private long askedNanos;
    private long answeredNanos;
    private boolean reported;

    /**
     * Starts with a broker that has just answered.
     *
     * @param kafka the broker's name in messages
     * @param ask requests the brokers' metadata
     * @param nanos a monotonic clock
     */
    public BrokerWatch(String kafka, Supplier<CompletableFuture<?>> ask, Patience patience, LongSupplier nanos) {
        this.kafka = kafka;
        this.ask = ask;
        this.patience = patience;
        this.nanos = nanos;
        askedNanos = nanos.getAsLong();
        answeredNanos = askedNanos;
    }

    /**
     * Checks without waiting; call it several times a second.
     *
     * @throws FailedException if Kafka has been silent for longer than the patience
     */
    public void check() {
        long now = nanos.getAsLong();
        if (answer.isDone()) {
            if (!answer.isCompletedExceptionally()) {
                answered(now);
            }
            if (now - askedNanos >= EVERY.toNanos()) {
                askedNanos = now;
                answer = ask.get();
            }
        }
        if (!answer.isDone() || answer.isCompletedExceptionally()) {
            silence(Duration.ofNanos(now - answeredNanos));
        }
    }

    private void answered(long now) {
        answeredNanos = now;
        if (reported) {
            reported = false;
            patience.say().accept(kafka + " answers again.");
        }
    }

    private void silence(Duration silent) {
        if (silent.compareTo(patience.limit()) > 0) {
            throw new FailedException(kafka + " has not answered for " + silent.toSeconds()
                    + " s; stopped following the training. Run the same command again once the broker is up, or wait longer"
                    + " with --patience.");
        }
        if (!reported && silent.compareTo(SILENCE) >= 0) {
            reported = true;
            patience.say().accept(patience.sentence(kafka + ", which has stopped answering", silent));
        }
    }
}
