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
    OUT_OF_REACH("further ahead than any agent can be");

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
