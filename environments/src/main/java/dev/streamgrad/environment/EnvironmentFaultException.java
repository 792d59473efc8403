package dev.streamgrad.environment;

/**
 * An environment does not keep to the rules of {@link Environment}, or fails. The message names the environment, who acts in it, the step,
 * what is wrong and what to do.
 */
public final class EnvironmentFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EnvironmentFaultException(String message) {
        super(message);
    }

    EnvironmentFaultException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A throwable in words: its message if it has one that is a sentence for people, otherwise its type, too. */
    static String words(Throwable problem) {
        String message = problem.getMessage();
        return problem instanceof IllegalArgumentException && message != null ? message : problem.toString();
    }
}
