package dev.streamgrad.job.metrics;

import java.util.Locale;

/**
 * The metrics that the job registers with Flink. Counters begin at 0 in every attempt of a task. Gauges of the learner's state keep their
 * values through a restore; while the policy is in training, they are registered again within seconds.
 */
public enum JobMetric {
    VERSION(Operator.LEARN, Kind.GAUGE, "versions", "Newest policy version."),
    UPDATES(
            Operator.LEARN,
            Kind.COUNTER,
            "updates",
            "Updates computed in this attempt; after a restore some are computed again."),
    TRANSITIONS(Operator.LEARN, Kind.GAUGE, "transitions", "Transitions learned from or masked so far."),
    EPISODES(Operator.LEARN, Kind.GAUGE, "episodes", "Episodes finished so far."),
    MEAN_EPISODE_RETURN(Operator.LEARN, Kind.GAUGE, "reward", "Mean return of the last 100 episodes."),
    MEAN_EPISODE_LENGTH(Operator.LEARN, Kind.GAUGE, "transitions", "Mean length of the last 100 episodes."),
    POLICY_LOSS(Operator.LEARN, Kind.GAUGE, "", "Policy loss of the last update, mean over its gradient steps."),
    VALUE_LOSS(Operator.LEARN, Kind.GAUGE, "", "Value loss of the last update, mean over its gradient steps."),
    ENTROPY(Operator.LEARN, Kind.GAUGE, "nats", "Entropy of the policy in the last update."),
    APPROX_KL(Operator.LEARN, Kind.GAUGE, "nats", "Approximate KL divergence from the policy before the last update."),
    CLIP_FRACTION(Operator.LEARN, Kind.GAUGE, "ratio", "Fraction of the rows whose ratio left the clip range."),
    EXPLAINED_VARIANCE(
            Operator.LEARN, Kind.GAUGE, "ratio", "Fraction of the value targets' variance that the critic explains."),
    GRAD_NORM(Operator.LEARN, Kind.GAUGE, "", "Global norm of the gradient before clipping."),
    POLICY_LAG(Operator.LEARN, Kind.GAUGE, "versions", "Version being learned minus version that acted."),
    SKIPPED_UPDATES(Operator.LEARN, Kind.GAUGE, "updates", "Updates rolled back or without a usable row so far."),
    MASKED_ROWS(Operator.LEARN, Kind.GAUGE, "transitions", "Rows excluded from the loss so far."),
    STALLED(
            Operator.LEARN,
            Kind.GAUGE,
            "0 or 1",
            "1 while rollouts are missing and no data of their agents arrives; the status names the agents."),
    STALE_ROLLOUTS(
            Operator.LEARN, Kind.COUNTER, "rollouts", "Rollouts discarded because their version was already computed."),
    REJECTED_REVISIONS(
            Operator.LEARN, Kind.COUNTER, "revisions", "Later training specs that the policy could not adopt."),
    UPDATE_MICROS(Operator.LEARN, Kind.HISTOGRAM, "µs", "Duration of an update."),
    BATCH_WAIT_MICROS(
            Operator.LEARN,
            Kind.HISTOGRAM,
            "µs",
            "Time from the arrival of a batch's first rollout to that of its last."),
    LOOP_LATENCY_MICROS(
            Operator.LEARN,
            Kind.HISTOGRAM,
            "µs",
            "Time from the publication of a version to the arrival of the last rollout acted with it."),
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
    DUPLICATE_BLOCKS(
            Operator.ASSEMBLE, Kind.COUNTER, "blocks", "Blocks discarded because their rows were already there."),
    FENCED_BLOCKS(
            Operator.ASSEMBLE,
            Kind.COUNTER,
            "blocks",
            "Blocks discarded because a later incarnation of the agent had written."),
    GAP_ROWS(
            Operator.ASSEMBLE,
            Kind.COUNTER,
            "transitions",
            "Rows given up because a later block proves that they will never arrive."),
    BLOCKS_AFTER_END(
            Operator.ASSEMBLE,
            Kind.COUNTER,
            "blocks",
            "Blocks discarded because a revision ended the training before their rollout."),
    DEAD_LETTERS(
            Scope.POLICY_AND_REASON, Operator.ASSEMBLE, Kind.COUNTER, "records", "Records that could not be used.");

    /** The policy label of records whose policy is unknown to the job: anyone can write any policy id into a record. */
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

    /** The kind of a metric in Flink. */
    public enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /** What a metric exists once for. */
    public enum Scope {
        LEARNER(""),
        POLICY(JobMetric.POLICY + "_"),
        POLICY_AND_REASON(JobMetric.POLICY + "_" + REASON + "_");

        private final String inName;

        Scope(String inName) {
            this.inName = inName;
        }
    }

    /** The operator that registers a metric. */
    public enum Operator {
        LEARN,
        ASSEMBLE
    }

    /** The name in its group. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in Flink's Prometheus reporter: of a histogram, that of its quantiles; with {@code _count}, of its number of values. */
    public String prometheusName() {
        return PROMETHEUS + GROUP + "_" + scope.inName + metricName();
    }

    /** What it exists once for; decides its labels. */
    public Scope scope() {
        return scope;
    }

    /** The operator that registers it. */
    public Operator operator() {
        return operator;
    }

    /** Its kind in Flink. */
    public Kind kind() {
        return kind;
    }

    /** The unit; empty for a number without one. */
    public String unit() {
        return unit;
    }

    /** One sentence for the user. */
    public String description() {
        return description;
    }
}
