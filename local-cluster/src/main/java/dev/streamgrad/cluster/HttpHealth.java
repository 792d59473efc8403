package dev.streamgrad.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks a container by an HTTP request.
 *
 * @param address the URI to request
 * @param reading evaluates the response: the reason why the container is not ready, or empty if it is
 */
record HttpHealth(URI address, Function<HttpResponse<String>, Optional<String>> reading) implements Health {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** Ready if the status is 200; otherwise the response's body is the reason. */
    static HttpHealth ok(String address) {
        return new HttpHealth(
                URI.create(address),
                response -> response.statusCode() == OK
                        ? Optional.empty()
                        : Optional.of(response.body().strip()));
    }

    @Override
    public Optional<String> missing() {
        try {
            return reading.apply(get(address));
        } catch (IOException e) {
            return Optional.of("nothing answers at " + address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Sends a GET request. */
    static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }
}
