package dev.streamgrad.job.metrics;

import java.util.Locale;

/**
 * Every metric that the job registers with Flink. Counters begin at 0 in every attempt of a task; gauges of the learner's state hold
 * through a restore, and are there again within seconds of it while the policy is in training.
 */
public enum JobMetric {
    VERSION(Operator.LEARN, Kind.GAUGE, "versions", "Newest policy version."),
    UPDATES(
            Operator.LEARN,
            Kind.COUNTER,
            "updates",
            "Updates made in this attempt; after a restore some are made anew."),
    TRANSITIONS(Operator.LEARN, Kind.GAUGE, "transitions", "Transitions learned from or masked so far."),
    EPISODES(Operator.LEARN, Kind.GAUGE, "episodes", "Episodes finished so far."),
    MEAN_EPISODE_RETURN(Operator.LEARN, Kind.GAUGE, "reward", "Mean return of the last 100 episodes."),
    MEAN_EPISODE_LENGTH(Operator.LEARN, Kind.GAUGE, "transitions", "Mean length of the last 100 episodes."),
    POLICY_LOSS(Operator.LEARN, Kind.GAUGE, "", "Policy loss of the last update, mean over its gradient steps."),
    VALUE_LOSS(Operator.LEARN, Kind.GAUGE, "", "Value loss of the last update, mean over its gradient steps."),
    ENTROPY(Operator.LEARN, Kind.GAUGE, "nats", "Entropy of the policy in the last update."),
    APPROX_KL(Operator.LEARN, Kind.GAUGE, "nats", "Approximate KL divergence from the policy before the last update."),
    CLIP_FRACTION(Operator.LEARN, Kind.GAUGE, "ratio", "Part of the rows whose ratio left the clip range."),
    EXPLAINED_VARIANCE(
            Operator.LEARN, Kind.GAUGE, "ratio", "How much of the value targets' variance the critic explains."),
    GRAD_NORM(Operator.LEARN, Kind.GAUGE, "", "Global norm of the gradient before clipping."),
    POLICY_LAG(Operator.LEARN, Kind.GAUGE, "versions", "Version being learned minus version that acted."),
    SKIPPED_UPDATES(Operator.LEARN, Kind.GAUGE, "updates", "Updates rolled back or without a usable row so far."),
    MASKED_ROWS(Operator.LEARN, Kind.GAUGE, "transitions", "Rows that stayed outside the loss so far."),
    STALLED(
            Operator.LEARN,
            Kind.GAUGE,
            "0 or 1",
            "1 while rollouts are missing and nothing comes of their agents; the status names them."),
    STALE_ROLLOUTS(
            Operator.LEARN, Kind.COUNTER, "rollouts", "Rollouts discarded since their version was already made."),
    REFUSED_REVISIONS(
            Operator.LEARN, Kind.COUNTER, "revisions", "Later training specs that the policy could not take up."),
    UPDATE_MICROS(Operator.LEARN, Kind.HISTOGRAM, "µs", "Time that an update takes."),
    BATCH_WAIT_MICROS(
            Operator.LEARN, Kind.HISTOGRAM, "µs", "From the arrival of an index's first rollout to that of its last."),
    LOOP_LATENCY_MICROS(
            Operator.LEARN,
            Kind.HISTOGRAM,
            "µs",
            "From the publication of a version to the arrival of the last rollout acted with it."),
    NATIVE_ARRAYS(
            Scope.LEARNER,
            Operator.LEARN,
            Kind.GAUGE,
            "arrays",
            "Native arrays of the learner that are alive; 0 between updates."),
    NATIVE_MEMORY(
            Scope.LEARNER,
            Operator.LEARN,
            Kind.GAUGE,
            "bytes",
            "Resident memory of the process outside the Java heap; −1 where unknown."),
    DUPLICATE_BLOCKS(Operator.ASSEMBLE, Kind.COUNTER, "blocks", "Blocks dropped since their rows were there."),
    FENCED_BLOCKS(
            Operator.ASSEMBLE, Kind.COUNTER, "blocks", "Blocks dropped since a later life of the agent had written."),
    GAP_ROWS(
            Operator.ASSEMBLE,
            Kind.COUNTER,
            "transitions",
            "Rows given up: a later block proves that they never come."),
    BLOCKS_AFTER_END(
            Operator.ASSEMBLE,
            Kind.COUNTER,
            "blocks",
            "Blocks dropped since a revision ended the training before their rollout."),
    DEAD_LETTERS(
            Scope.POLICY_AND_REASON, Operator.ASSEMBLE, Kind.COUNTER, "records", "Records that could not be used.");

    /** Name under which policies that the job does not know are counted: anyone can write any name into a record. */
    public static final String UNKNOWN_POLICY = "unknown";

    static final String GROUP = "streamgrad";
    static final String POLICY = "policy";
    static final String REASON = "reason";

    private static final String PROMETHEUS = "flink_taskmanager_job_task_operator_";

    private final Scope scope;
    private final Operator operator;
    private final Kind kind;
    private final String unit;
    private final String description;

    JobMetric(Operator operator, Kind kind, String unit, String description) {
        this(Scope.POLICY, operator, kind, unit, description);
    }

    JobMetric(Scope scope, Operator operator, Kind kind, String unit, String description) {
        this.scope = scope;
        this.operator = operator;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
    }

    /** What Flink calls it. */
    public enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /** Of what there is one. */
    public enum Scope {
        LEARNER(""),
        POLICY(JobMetric.POLICY + "_"),
        POLICY_AND_REASON(JobMetric.POLICY + "_" + REASON + "_");

        private final String inName;

        Scope(String inName) {
            this.inName = inName;
        }
    }

    /** Which operator registers it. */
    public enum Operator {
        LEARN,
        ASSEMBLE
    }

    /** The name in its group. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name under which Flink's Prometheus reporter exports it; of a histogram, quantiles, and with {@code _count} their number. */
    public String prometheusName() {
        return PROMETHEUS + GROUP + "_" + scope.inName + metricName();
    }

    /** Of what there is one: its labels. */
    public Scope scope() {
        return scope;
    }

    /** Which operator registers it. */
    public Operator operator() {
        return operator;
    }

    /** What it is to Flink. */
    public Kind kind() {
        return kind;
    }

    /** What is counted or measured; empty for a bare number. */
    public String unit() {
        return unit;
    }

    /** One sentence, for a person. */
    public String description() {
        return description;
    }
}
