package dev.streamgrad.cli.deploy;

import dev.streamgrad.job.metrics.JobMetric;
import dev.streamgrad.simulator.metrics.SimulatorMetric;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that dashboards and alerts may name, and those that an expression of Prometheus' language does name. */
final class MetricNames {

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
            "flink_taskmanager_job_task_operator_pendingRecords");

    /** All of them. */
    static final Set<String> KNOWN = Stream.of(
                    Stream.of(JobMetric.values()).map(JobMetric::prometheusName),
                    Stream.of(SimulatorMetric.values()).flatMap(MetricNames::scraped),
                    OTHERS.stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    /** Selectors of labels, ranges and durations, and lists of labels. */
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
