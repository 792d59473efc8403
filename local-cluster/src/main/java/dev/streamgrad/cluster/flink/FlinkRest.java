package dev.streamgrad.cluster.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends requests to Flink's REST interface. A failure is a {@link FailedException} with the reason that Flink gives. */
final class FlinkRest {

    private static final Duration CONNECTION = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Flink answers after the jar's main method has ended; the patience is added, since the main method may wait that long for Kafka. */
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(2);

    private static final int UNAVAILABLE = 503;
    private static final long PAUSE_MILLIS = 200;
    private static final String BOUNDARY = "streamgrad-job-jar";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTION)
            .build();
    private final String address;
    private final Patience patience;

    /**
     * A client of the REST interface at an address.
     *
     * @param patience time limit for a job manager that does not answer yet
     */
    FlinkRest(URI address, Patience patience) {
        this.patience = patience;
        this.address = address.toString().replaceAll("/+$", "");
    }

    String address() {
        return address;
    }

    Patience patience() {
        return patience;
    }

    JsonNode get(String path) {
        return send(request(path, ANSWER).GET());
    }

    JsonNode post(String path, JsonNode body) {
        return send(request(path, SLOW_ANSWER.plus(patience.limit()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    void patch(String path) {
        send(request(path, ANSWER).method("PATCH", BodyPublishers.noBody()));
    }

    void delete(String path) {
        send(request(path, ANSWER).DELETE());
    }

    /** Sends a jar as the form that {@code /jars/upload} expects. */
    JsonNode upload(String path, Path jar) throws IOException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + name(jar)
                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        return send(request(path, SLOW_ANSWER.plus(patience.limit()))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(form));
    }

    /** The jar's name on the cluster; only characters that need no escaping, since Flink's paths contain the name. */
    private static String name(Path jar) {
        return String.valueOf(jar.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private HttpRequest.Builder request(String path, Duration answer) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(answer);
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = patience.spend("Flink at " + address, () -> answer(request));
            JsonNode body = MAPPER.readTree(response.body().isEmpty() ? "{}" : response.body());
            if (response.statusCode() >= 400) {
                throw rejected(body);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new FailedException(
                    "The server at " + address + " is not Flink: the response to " + request.method() + " "
                            + request.uri().getPath()
                            + " is not JSON. --flink takes the address of a session cluster's"
                            + " REST interface, such as http://127.0.0.1:8081.",
                    e);
        } catch (IOException e) {
            throw new FailedException(
                    "Flink does not answer at " + address + " ("
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                            + "); check that its job manager runs, and that rest.address and rest.port of its configuration"
                            + " are reachable from here.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("Interrupted during a request to Flink at " + address + ".", e);
        } catch (FailedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A request to Flink at " + address + " failed", e);
        }
    }

    /** Repeats the request while nothing listens yet, or the job manager, which has just started, answers that it is unavailable. */
    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.limit().toNanos();
        while (true) {
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (response.statusCode() != UNAVAILABLE || System.nanoTime() > deadline) {
                    return response;
                }
            } catch (ConnectException | HttpConnectTimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private FailedException rejected(JsonNode body) {
        JsonNode errors = body.path("errors");
        String last = errors.path(errors.size() - 1).asText();
        return new FailedException("Flink at " + address + " rejected the request: " + RootCause.of(last));
    }
}
