package dev.streamgrad.contract.kafka;

/** Kafka cannot be used as asked: the message names what is wrong and the remedy, so that nobody needs the stack trace. */
public final class KafkaRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what the user reads. */
    public KafkaRefusedException(String message) {
        super(message);
    }

    /** With what the user reads, and what led to it. */
    public KafkaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
