package dev.streamgrad.contract.topic;

/** The names of the topics; all share a prefix. */
public record TopicNames(String prefix) {

    /** {@code streamgrad.…} */
    public static final TopicNames DEFAULT = new TopicNames("streamgrad");

    public String trainingSpecs() {
        return prefix + ".training-specs";
    }

    public String transitions() {
        return prefix + ".transitions";
    }

    public String policies() {
        return prefix + ".policies";
    }

    public String snapshots() {
        return prefix + ".snapshots";
    }

    public String agents() {
        return prefix + ".agents";
    }

    public String status() {
        return prefix + ".status";
    }

    public String metrics() {
        return prefix + ".metrics";
    }

    public String deadLetters() {
        return prefix + ".dead-letters";
    }
}
