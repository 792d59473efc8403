package dev.streamgrad.cli.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that dashboards and alerts may name, and those that an expression of Prometheus' language does name. */
final class MetricNames {

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    private static final Set<String> OF_A_POLICY = Set.of(
            "version",
            "updates",
            "transitions",
            "episodes",
            "mean_episode_return",
            "mean_episode_length",
            "policy_loss",
            "value_loss",
            "entropy",
            "approx_kl",
            "clip_fraction",
            "explained_variance",
            "grad_norm",
            "policy_lag",
            "skipped_updates",
            "masked_rows",
            "stalled",
            "stale_rollouts",
            "update_micros",
            "batch_wait_micros",
            "loop_latency_micros",
            "duplicate_blocks",
            "fenced_blocks",
            "gap_rows",
            "reason_dead_letters");

    private static final Set<String> OF_A_LEARNER = Set.of("native_arrays", "native_memory");

    private static final Set<String> OF_A_SIMULATOR = Set.of(
            "transitions_total",
            "episodes_total",
            "blocks_total",
            "policy_version",
            "agents",
            "waiting_seconds_total",
            "log_reads_seconds_sum",
            "log_reads_seconds_count",
            "kafka_failures_total",
            "rebalances_total");

    /** What we use of Flink's and Prometheus' own. */
    private static final Set<String> OTHERS = Set.of(
            "up",
            "flink_jobmanager_Status_JVM_Memory_Heap_Used",
            "flink_jobmanager_job_lastCheckpointDuration",
            "flink_jobmanager_job_lastCheckpointSize",
            "flink_jobmanager_job_numRestarts",
            "flink_jobmanager_job_numberOfCompletedCheckpoints",
            "flink_jobmanager_job_numberOfFailedCheckpoints",
            "flink_taskmanager_Status_JVM_Memory_Heap_Used",
            OPERATOR + "pendingRecords");

    /** All of them. */
    static final Set<String> KNOWN = Stream.of(
                    OF_A_POLICY.stream().map(name -> OPERATOR + "streamgrad_policy_" + name),
                    OF_A_LEARNER.stream().map(name -> OPERATOR + "streamgrad_" + name),
                    OF_A_SIMULATOR.stream().map(name -> "streamgrad_simulator_" + name),
                    OTHERS.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    /** Selectors of labels, ranges and durations, and lists of labels. */
    private static final Pattern NO_METRICS = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\boffset\\s+\\w+"
            + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_:][A-Za-z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    private MetricNames() {}

    /** The names in an expression: what is no function, no operator and no label. */
    static Set<String> in(String expression) {
        // Labels may hold braces, and strings anything: strings go first.
        String bare = expression.replaceAll("\"[^\"]*\"", "");
        Set<String> names = new TreeSet<>();
        Matcher words = WORD.matcher(NO_METRICS.matcher(bare).replaceAll(" "));
        while (words.find()) {
            if (!OPERATORS.contains(words.group())) {
                names.add(words.group());
            }
        }
        return names;
    }
}
