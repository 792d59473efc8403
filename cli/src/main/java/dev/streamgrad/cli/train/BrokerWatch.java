package dev.streamgrad.cli.train;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sees whether Kafka answers while a training is followed: asks it again and again, says so when it falls silent and when it answers again,
 * and ends the following once the patience is over. A consumer itself would wait in silence.
 */
public final class BrokerWatch {

    /** How soon after an answer it is asked again. */
    static final Duration EVERY = Duration.ofSeconds(2);

    /** A silence that is worth saying so: a broker that is busy answers within it. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    private final String kafka;
    private final Supplier<CompletableFuture<?>> ask;
    private final Patience patience;
    private final LongSupplier nanos;
    private CompletableFuture<?> answer = CompletableFuture.completedFuture(true);
    private long askedNanos;
    private long answeredNanos;
    private boolean said;

    /**
     * Begins with a broker that has just answered.
     *
     * @param kafka how a person names it
     * @param ask asks the brokers for their metadata
     * @param nanos a clock that is never set back
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
     * Looks, and does not wait; to be called several times a second.
     *
     * @throws FailedException if the patience is over
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
        if (said) {
            said = false;
            patience.say().accept(kafka + " answers again.");
        }
    }

    private void silence(Duration silent) {
        if (silent.compareTo(patience.limit()) > 0) {
            throw new FailedException(kafka + " has not answered for " + silent.toSeconds()
                    + " s, so the training is followed no longer. The same command follows it again once the broker"
                    + " runs; --patience waits longer.");
        }
        if (!said && silent.compareTo(SILENCE) >= 0) {
            said = true;
            patience.say().accept(patience.sentence(kafka + ", which has stopped answering", silent));
        }
    }
}
