package dev.streamgrad.cli.deploy;

import dev.streamgrad.job.metrics.JobMetric;
import dev.streamgrad.simulator.metrics.SimulatorMetric;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that dashboards and alerts may use, and a parser for the metric names in a PromQL expression. */
final class MetricNames {

    /** The metrics of Flink and Prometheus that we use. */
    private static final Set<String> OTHERS = Set.of(
            "up",
            "flink_jobmanager_Status_JVM_Memory_Heap_Used",
            "flink_jobmanager_job_lastCheckpointDuration",
            "flink_jobmanager_job_lastCheckpointSize",
            "flink_jobmanager_job_numRestarts",
            "flink_jobmanager_job_numberOfCompletedCheckpoints",
            "flink_jobmanager_job_numberOfFailedCheckpoints",
            "flink_taskmanager_Status_JVM_Memory_Heap_Used",
            "flink_taskmanager_job_task_operator_pendingRecords");

    /** All metrics that may be used. */
    static final Set<String> KNOWN = Stream.of(
                    Stream.of(JobMetric.values()).map(JobMetric::prometheusName),
                    Stream.of(SimulatorMetric.values()).flatMap(MetricNames::scraped),
                    OTHERS.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    /** Label selectors, ranges, durations, and lists of labels. */
    private static final Pattern NO_METRICS = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\boffset\\s+\\w+"
            + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_:][A-Za-z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    private MetricNames() {}

    private static Stream<String> scraped(SimulatorMetric metric) {
        return metric.kind() == SimulatorMetric.Kind.SUMMARY
                ? Stream.of("_sum", "_count").map(ending -> metric.scrapedName() + ending)
                : Stream.of(metric.scrapedName());
    }

    /** The names in an expression that are not functions, operators or labels. */
    static Set<String> in(String expression) {
        // Strings may contain braces, so they are removed first.
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
