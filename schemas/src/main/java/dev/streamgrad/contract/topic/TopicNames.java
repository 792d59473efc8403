package dev.streamgrad.contract.topic;

/** The names of the topics and of the consumer groups; all share a prefix. */
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

    public String simulators() {
        return prefix + ".simulators";
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

    /** The consumer group of the simulators that can act a policy. */
    public String simulatorGroup(String policyId) {
        return simulatorGroup() + "." + policyId;
    }

    /** The consumer group of all simulators of earlier releases. While it has members, they act the agents of every policy. */
    public String simulatorGroup() {
        return prefix + "-simulators";
    }
}
