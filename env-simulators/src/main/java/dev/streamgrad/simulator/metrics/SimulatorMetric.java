package dev.streamgrad.simulator.metrics;

/** Every metric of a simulator, declared once: the reference page is generated from this. */
public enum SimulatorMetric {
    TRANSITIONS(Kind.COUNTER, "transitions", "", true, "Transitions that the agents have published."),
    EPISODES(Kind.COUNTER, "episodes", "", true, "Episodes that ended, terminated or truncated."),
    BLOCKS(Kind.COUNTER, "blocks", "", true, "Blocks, the records that the transitions were published in."),
    POLICY_VERSION(Kind.GAUGE, "policy_version", "", true, "Policy version that acts."),
    AGENTS(Kind.GAUGE, "agents", "", true, "Agents that this process hosts."),
    WAITING(Kind.COUNTER, "waiting", "seconds", true, "Time in which the agents waited for their policy version."),
    LOG_READS(
            Kind.SUMMARY,
            "log_reads",
            "seconds",
            true,
            "Readings of the log to find where agents resume, and their time."),
    FAILURES(
            Kind.COUNTER,
            "kafka_failures",
            "",
            true,
            "Times that the agents had to stop, such as for a block that was not delivered; they resume from the log."),
    REFUSED_RECORDS(
            Kind.COUNTER,
            "refused_records",
            "",
            false,
            "Records of policies, training specs and status that were passed over, since they cannot be what they say."),
    REBALANCES(Kind.COUNTER, "rebalances", "", false, "Times that the group of simulators shared out its agents anew.");

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

    /** Prometheus' kinds. */
    public enum Kind {
        /** Only grows; its name ends in {@code _total}. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** A count and a sum, under the endings {@code _count} and {@code _sum}. */
        SUMMARY
    }

    /** What kind of metric it is. */
    public Kind kind() {
        return kind;
    }

    /** Its name as it is scraped; a summary's without its two endings. */
    public String scrapedName() {
        return baseName() + (kind == Kind.COUNTER ? "_total" : "");
    }

    /** Its base unit; empty where it counts things. */
    public String unit() {
        return unit;
    }

    /** Whether it has the label {@value #POLICY}. */
    public boolean isPerPolicy() {
        return perPolicy;
    }

    /** What it says, in a sentence. */
    public String help() {
        return help;
    }

    /** The name with its unit and without the ending of its kind. */
    String baseName() {
        return NAMESPACE + name + (unit.isEmpty() ? "" : "_" + unit);
    }

    /** The labels' names. */
    String[] labels() {
        return perPolicy ? new String[] {POLICY} : new String[0];
    }
}
