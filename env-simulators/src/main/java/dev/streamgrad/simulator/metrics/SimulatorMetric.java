package dev.streamgrad.simulator.metrics;

/** All metrics of a simulator. The reference page is generated from this enum. */
public enum SimulatorMetric {
    TRANSITIONS(Kind.COUNTER, "transitions", "", true, "Transitions that the agents have published."),
    EPISODES(Kind.COUNTER, "episodes", "", true, "Episodes that ended, terminated or truncated."),
    BLOCKS(Kind.COUNTER, "blocks", "", true, "Blocks that the agents have published; a block is one record."),
    POLICY_VERSION(Kind.GAUGE, "policy_version", "", true, "Policy version that the agents act with."),
    AGENTS(Kind.GAUGE, "agents", "", true, "Agents that this process hosts."),
    WAITING(Kind.COUNTER, "waiting", "seconds", true, "Time that the agents waited for their policy version."),
    LOG_READS(
            Kind.SUMMARY,
            "log_reads",
            "seconds",
            true,
            "Reads of the log to find where agents resume, and their duration."),
    FAILURES(
            Kind.COUNTER,
            "kafka_failures",
            "",
            true,
            "Failures that stopped the agents, such as a block that was not delivered; the agents resume from the log."),
    REJECTED_RECORDS(
            Kind.COUNTER,
            "rejected_records",
            "",
            false,
            "Records of policies, training specs and status that were ignored because they are invalid."),
    REBALANCES(
            Kind.COUNTER,
            "rebalances",
            "",
            false,
            "Rebalances of the groups of simulators, which reassign agents to processes.");

    /** The label that names the policy. */
    public static final String POLICY = "policy";

    private static final String NAMESPACE = "streamgrad_simulator_";

    private final Kind kind;
    private final String name;
    private final String unit;
    private final boolean perPolicy;
    private final String help;

    SimulatorMetric(Kind kind, String name, String unit, boolean perPolicy, String help) {
        this.kind = kind;
        this.name = name;
        this.unit = unit;
        this.perPolicy = perPolicy;
        this.help = help;
    }

    /** The kinds of Prometheus metrics. */
    public enum Kind {
        /** Only increases; its name ends in {@code _total}. */
        COUNTER,
        /** Increases and decreases. */
        GAUGE,
        /** A count and a sum; their names end in {@code _count} and {@code _sum}. */
        SUMMARY
    }

    /** The kind of the metric. */
    public Kind kind() {
        return kind;
    }

    /** The name that Prometheus reads; that of a summary is without its two endings. */
    public String scrapedName() {
        return baseName() + (kind == Kind.COUNTER ? "_total" : "");
    }

    /** Its base unit; empty for a number of things. */
    public String unit() {
        return unit;
    }

    /** Whether it has the label {@value #POLICY}. */
    public boolean isPerPolicy() {
        return perPolicy;
    }

    /** Its description, one sentence. */
    public String help() {
        return help;
    }

    /** The name with its unit, without the ending for its kind. */
    String baseName() {
        return NAMESPACE + name + (unit.isEmpty() ? "" : "_" + unit);
    }

    /** The names of its labels. */
    String[] labels() {
        return perPolicy ? new String[] {POLICY} : new String[0];
    }
}
