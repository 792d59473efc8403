package dev.streamgrad.job.metrics;

import java.util.Locale;

/** Why records become dead letters, in few words; the record's header {@code reason} has the whole sentence. */
public enum DeadLetterReason {
    /** No block, or one of an unknown schema. */
    UNREADABLE("not a block of a known schema"),
    /** Its policy was never submitted. */
    NO_SPEC("no training spec of its policy has come"),
    /** It contradicts its policy's training spec. */
    UNFIT("contradicts the training spec: agent, version, shapes, numbers or actions"),
    /** No agent can be there. */
    OUT_OF_REACH("further ahead than any agent can be"),
    /** It took the policy's rollouts down. */
    BREAKDOWN("its policy's rollouts could not be assembled, and the policy has failed"),
    /** It is no training spec, or one that cannot work. */
    INVALID_SPEC("no valid training spec under its own key");

    private final String meaning;

    DeadLetterReason(String meaning) {
        this.meaning = meaning;
    }

    /** The label's value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For a person. */
    public String meaning() {
        return meaning;
    }
}
