package dev.streamgrad.simulator.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} to Prometheus. Answers {@code /-/healthy} (whether the process should keep running) and {@code /-/ready}
 * (whether it can act) with 200 or 503, and the reason.
 */
public final class MetricsEndpoint implements AutoCloseable {

    private static final int BACKLOG = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, MetricsEndpoint::daemon);

    /**
     * The health of the process, for a load balancer or an orchestrator.
     *
     * @param well whether it should keep running; if not, restart it
     * @param joined whether it is a member of the group of simulators; a process that waits for Kafka is well but has not joined
     * @param reason what it does, or what is wrong
     */
    public record Health(boolean well, boolean joined, String reason) {}

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException if the server cannot listen at the address, such as when another program does
     */
    public MetricsEndpoint(InetSocketAddress address, SimulatorMetrics metrics, Supplier<Health> health) {
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        server.createContext("/metrics", new MetricsHandler(PrometheusProperties.get(), metrics.registry()));
        server.createContext("/-/healthy", exchange -> {
            Health now = health.get();
            answer(exchange, now.well(), now.reason());
        });
        server.createContext("/-/ready", exchange -> {
            Health now = health.get();
            answer(exchange, now.well() && now.joined(), now.reason());
        });
        server.setExecutor(threads);
        server.start();
    }

    /** The address of the server. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, boolean yes, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        int status = yes ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "metrics");
        thread.setDaemon(true);
        return thread;
    }
}
