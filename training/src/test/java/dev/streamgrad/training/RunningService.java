package dev.streamgrad.training;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.simulator.metrics.MetricsEndpoint;
import dev.streamgrad.simulator.metrics.SimulatorMetrics;
import dev.streamgrad.simulator.service.ServedPolicies;
import dev.streamgrad.simulator.service.SimulatorContext;
import dev.streamgrad.simulator.service.SimulatorService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A simulator service in a thread of this process, with its HTTP endpoint. */
public final class RunningService implements AutoCloseable {

    private final SimulatorService service;
    private final MetricsEndpoint endpoint;
    private final CompletableFuture<Void> end;

    public RunningService(KafkaAccess access, boolean untilFinished, String... policies) {
        this(access, Rig.NAMES, untilFinished, policies);
    }

    RunningService(KafkaAccess access, TopicNames names, boolean untilFinished, String... policies) {
        this(access, names, EnvironmentRegistry.standard(), untilFinished, policies);
    }

    RunningService(
            KafkaAccess access,
            TopicNames names,
            EnvironmentRegistry environments,
            boolean untilFinished,
            String... policies) {
        SimulatorMetrics metrics = new SimulatorMetrics();
        SimulatorContext context = new SimulatorContext(
                "service-" + Arrays.toString(policies), access, names, environments, metrics, Clock.systemUTC());
        service = new SimulatorService(
                context,
                new SimulatorService.Scope(
                        new ServedPolicies(Set.of(policies), Set.of()), untilFinished, Optional.empty()));
        endpoint = new MetricsEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, service::health);
        end = CompletableFuture.runAsync(service::run);
    }

    /** Waits until the service ends by itself. */
    public void awaitEnd() {
        end.join();
    }

    /** The scraped samples, by name and labels as written. */
    public Map<String, Double> scrape() {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }

    public HttpResponse<String> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        service.close();
        end.exceptionally(failure -> null).join(); // the test has seen the failure
        endpoint.close();
    }
}
