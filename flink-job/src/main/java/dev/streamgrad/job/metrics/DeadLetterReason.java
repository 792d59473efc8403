package dev.streamgrad.job.metrics;

import java.util.Locale;

/** The reasons why records become dead letters, in short; the record's header {@code reason} has the full message. */
public enum DeadLetterReason {
    /** It is not a block, or a block of an unknown schema. */
    UNREADABLE("not a block of a known schema"),
    /** Its policy has no valid training spec. */
    NO_SPEC("its policy has no valid training spec"),
    /** It contradicts its policy's training spec. */
    UNFIT("contradicts the training spec: agent, version, shapes, numbers or actions"),
    /** Its sequence is further ahead than any agent can be. */
    OUT_OF_REACH("further ahead than any agent can be"),
    /** The assembly of the policy's rollouts failed on it. */
    BREAKDOWN("its policy's rollouts could not be assembled, and the policy has failed"),
    /** It is not a training spec, or not a valid one. */
    INVALID_SPEC("not a valid training spec, or not under its own key");

    private final String meaning;

    DeadLetterReason(String meaning) {
        this.meaning = meaning;
    }

    /** The value of the metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A short explanation for the user. */
    public String meaning() {
        return meaning;
    }
}
