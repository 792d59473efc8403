package dev.streamgrad.contract.kafka;

import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

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

    /** Whether it stays like this until someone mends it: credentials, a certificate, an ACL, a property. */
    public boolean isLasting() {
        return isMisconfigured()
                || has(cause -> cause instanceof AuthenticationException || cause instanceof AuthorizationException);
    }

    /** Whether the client properties do not hold, so that no broker was asked. */
    public boolean isMisconfigured() {
        return has(cause -> cause instanceof ConfigException && !Refusal.isUnresolved(cause));
    }

    private boolean has(Predicate<Throwable> kind) {
        for (Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (kind.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
