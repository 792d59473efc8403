package dev.streamgrad.kafka;

import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Thrown if Kafka cannot be used. The message gives the cause and the fix, so that the user does not need the stack trace. */
public final class KafkaAccessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes the message for the user. */
    public KafkaAccessException(String message) {
        super(message);
    }

    /** Takes the message for the user and the cause. */
    public KafkaAccessException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether waiting cannot help until the user fixes the cause: credentials, a certificate, an ACL, a property. */
    public boolean isLasting() {
        return isMisconfigured()
                || has(cause -> cause instanceof AuthenticationException || cause instanceof AuthorizationException);
    }

    /** Whether the client properties are invalid, so that no broker was asked. */
    public boolean isMisconfigured() {
        return has(cause -> cause instanceof ConfigException && !KafkaErrorMessage.isUnresolved(cause));
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
