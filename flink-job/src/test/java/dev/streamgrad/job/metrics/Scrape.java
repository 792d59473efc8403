package dev.streamgrad.job.metrics;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.MetricRegistryTestUtils;
import org.apache.flink.runtime.metrics.ReporterSetupBuilder;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;

/** Flink's own metric registry with its Prometheus reporter, and a client that scrapes it. */
public final class Scrape implements AutoCloseable {

    private final int port;
    private final MetricRegistryImpl registry;
    private final TaskMetricGroup task;

    public Scrape() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        MetricConfig config = new MetricConfig();
        config.setProperty("port", Integer.toString(port));
        registry = new MetricRegistryImpl(
                MetricRegistryTestUtils.defaultMetricRegistryConfiguration(),
                List.of(ReporterSetupBuilder.METRIC_SETUP_BUILDER.forReporter(
                        "prom", config, new PrometheusReporterFactory().createMetricReporter(config))));
        ExecutionAttemptID attempt = ExecutionGraphTestUtils.createExecutionAttemptId();
        task = TaskManagerMetricGroup.createTaskManagerMetricGroup(registry, "host", new ResourceID("tm"))
                .addJob(new JobID(), "streamgrad")
                .addTask(attempt, "learn");
    }

    /** The metric group of a task, for an environment. */
    public TaskMetricGroup task() {
        return task;
    }

    /** The metric group of an operator. */
    public MetricGroup operator(String name) {
        return task.getOrAddOperator(name);
    }

    /** The lines that Prometheus would read. */
    public List<String> lines() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .toList();
    }

    @Override
    public void close() {
        registry.closeAsync().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
