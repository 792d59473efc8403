package dev.streamgrad.cluster;

import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the ports of a cluster before it starts: a process that cannot listen on its port would only end and restart. */
final class Ports {

    private Ports() {}

    /**
     * Checks that all ports are free.
     *
     * @throws UserException if a port is in use; with every such port, its container, the process that uses it, and the option to change it
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
            return Optional.of(container.name() + " cannot listen on port " + port + " of " + host
                    + (published ? "" : ", which it uses inside the cluster") + " (" + e.getMessage() + "): "
                    + PortUser.of(port) + " listens on port " + port + ". Stop it, or choose "
                    + (published
                            ? "another port with --"
                                    + container.service().name().replace("jobmanager", "flink") + "-port."
                            : "other addresses with --network."));
        }
    }
}
