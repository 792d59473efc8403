package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The containers of a cluster with their addresses, and the hosts file that resolves their names.
 *
 * @param all in the Compose file's order
 * @param parallelism of the job and its slots; empty without a job
 */
record Containers(List<Container> all, Optional<Parallelism> parallelism) {

    /** Services that have no process here: they are programs of their own, which a machine may or may not have. */
    private static final List<String> ELSEWHERE = List.of("prometheus", "grafana");

    static Containers of(ClusterSettings settings) {
        List<Service> services = ComposeFile.services(settings.compose(), settings.variables()).stream()
                .filter(service -> !ELSEWHERE.contains(service.name()))
                .map(service -> service.scaled(settings.scale().getOrDefault(service.name(), service.replicas())))
                .toList();
        services.forEach(Containers::refuseInnerPorts);
        Optional<Parallelism> parallelism = Parallelism.of(services);
        List<Container> containers = new ArrayList<>();
        for (Service found : services) {
            Service service = parallelism.map(fit -> fit.fitted(found)).orElse(found);
            for (int number = 1; number <= service.replicas(); number++) {
                String address = settings.network() + "." + (containers.size() + 1);
                containers.add(new Container(
                        service,
                        number,
                        address,
                        settings.namespaces() ? address : Container.LOOPBACK,
                        settings.directory().resolve(service.name() + "-" + number),
                        settings.directory().resolve("volumes")));
            }
        }
        if (containers.size() > 250) {
            throw new UserException("A cluster of " + containers.size() + " processes is too large: 250 at most.");
        }
        return new Containers(List.copyOf(containers), parallelism);
    }

    /** On one machine a published port must not be one that the service uses among its own. */
    private static void refuseInnerPorts(Service service) {
        for (Service.PublishedPort port : service.ports()) {
            boolean used = service.environment().values().stream()
                    .anyMatch(value -> value.contains("//" + service.name() + ":" + port.host()));
            if (used) {
                throw new UserException("Port " + port.host() + " is what " + service.name()
                        + " uses among the cluster's own processes; choose another to offer it on.");
            }
        }
    }

    /** Writes a line per host name: the first replica answers to the service's name, each to its own. */
    Path writeHosts(Path file) {
        List<String> lines = new ArrayList<>();
        lines.add("127.0.0.1 localhost");
        try {
            lines.add("127.0.0.1 " + InetAddress.getLocalHost().getHostName());
            for (Container container : all) {
                String alias =
                        container.number() == 1 ? " " + container.service().name() : "";
                lines.add(container.address() + " " + container.name() + alias);
            }
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of one service. */
    List<Container> of(String service) {
        return all.stream()
                .filter(container -> container.service().name().equals(service))
                .toList();
    }
}
