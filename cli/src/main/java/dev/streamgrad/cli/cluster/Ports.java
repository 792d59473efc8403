package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ports of a cluster, looked at before anything starts: a process that cannot listen would only end again and again. */
final class Ports {

    private Ports() {}

    /**
     * Sees whether all are free.
     *
     * @throws UserException with every one that is not, what is to listen there, what does now, and which option evades it
     */
    static void check(Layout layout) {
        List<String> taken = new ArrayList<>();
        for (Container container : layout.containers().all()) {
            for (String endpoint : layout.runtime(container).listens(container)) {
                problem(container, endpoint).ifPresent(taken::add);
            }
        }
        if (!taken.isEmpty()) {
            throw new UserException(String.join(System.lineSeparator(), taken));
        }
    }

    private static Optional<String> problem(Container container, String endpoint) {
        String host = endpoint.substring(0, endpoint.lastIndexOf(':'));
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            boolean published = container.isPublished(port);
            return Optional.of("Port " + port + " of " + host + ", where " + container.name() + " is to listen"
                    + (published ? "" : " for the cluster's own processes") + ", cannot be had ("
                    + e.getMessage() + "): " + PortUser.of(port) + " listens on port " + port + ". Stop it, or choose "
                    + (published
                            ? "another port with --"
                                    + container.service().name().replace("jobmanager", "flink") + "-port."
                            : "other addresses with --network."));
        }
    }
}
