package dev.streamgrad.cluster;

import dev.streamgrad.process.UserException;
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
 * @param all the containers in the Compose file's order
 * @param parallelism parallelism of the job and its task slots; empty if there is no job
 */
record Containers(List<Container> all, Optional<Parallelism> parallelism) {

    /** Services that are not run as processes: they are other programs, which may not be installed on the machine. */
    private static final List<String> ELSEWHERE = List.of("prometheus", "grafana");

    static Containers of(ClusterSettings settings) {
        List<Service> services = ComposeFile.services(settings.compose(), settings.variables()).stream()
                .filter(service -> !ELSEWHERE.contains(service.name()))
                .map(service -> service.scaled(settings.scale().getOrDefault(service.name(), service.replicas())))
                .toList();
        services.forEach(Containers::rejectInnerPorts);
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

    /** Rejects a published port that the service also uses inside the cluster: on one machine the two would conflict. */
    private static void rejectInnerPorts(Service service) {
        for (Service.PublishedPort port : service.ports()) {
            boolean used = service.environment().values().stream()
                    .anyMatch(value -> value.contains("//" + service.name() + ":" + port.host()));
            if (used) {
                throw new UserException("Port " + port.host() + " is the port that " + service.name()
                        + " uses inside the cluster; publish it on another port.");
            }
        }
    }

    /** Writes the hosts file: every container by its own name, the first replica of a service also by the service's name. */
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

    /** The containers of a service. */
    List<Container> of(String service) {
        return all.stream()
                .filter(container -> container.service().name().equals(service))
                .toList();
    }
}
