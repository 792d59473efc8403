package dev.streamgrad.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that runs as a process: one replica of a service, with its own loopback address instead of a container network, and a
 * directory instead of its own file system.
 *
 * <p>Values of the Compose file are rewritten by three rules. All interfaces of a container ({@code 0.0.0.0}) become the container's
 * address. A container's published port becomes the host's port on 127.0.0.1 (or on the container's address if it has a network
 * namespace). A volume's path in the container becomes the directory of the volume. Everything else is unchanged; every JVM resolves
 * host names with the cluster's hosts file.
 *
 * @param service the service
 * @param number number of the replica: 1, 2, …
 * @param address address on which the container listens
 * @param published address of the published ports
 * @param directory directory of the container's configuration and log
 * @param volumes directory of the volumes of all containers
 */
record Container(Service service, int number, String address, String published, Path directory, Path volumes) {

    /** The loopback address, which only this machine can reach. */
    static final String LOOPBACK = "127.0.0.1";

    private static final String EVERYWHERE = "0.0.0.0";
    private static final Pattern PORT = Pattern.compile(":(\\d{4,5})\\b");

    /** Such as {@code taskmanager-2}. */
    String name() {
        return service.name() + "-" + number;
    }

    /** The service's environment variables, rewritten for the process. */
    Map<String, String> environment() {
        Map<String, String> here = new LinkedHashMap<>();
        service.environment().forEach((key, value) -> here.put(key, rewritten(value)));
        return here;
    }

    /** The service's command, rewritten for the process. */
    List<String> command() {
        return service.command().stream().map(this::rewritten).toList();
    }

    /** The directory of the volume that is mounted at {@code path}. */
    Path volume(String path) {
        return volumes.resolve(service.volumes().getOrDefault(path, path.substring(1)));
    }

    /** The first port in the health check's command. */
    OptionalInt readyPort() {
        Matcher matcher = PORT.matcher(service.health());
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The address, {@code HOST:PORT}, at which a port of the container is reachable. */
    String endpoint(int inner) {
        return service.ports().stream()
                .filter(port -> port.container() == inner)
                .map(port -> published + ":" + port.host())
                .findFirst()
                .orElse(address + ":" + inner);
    }

    /** Whether a port of the host is one of the service's published ports. */
    boolean isPublished(int port) {
        return service.ports().stream().anyMatch(each -> each.host() == port);
    }

    private String rewritten(String value) {
        String text = value;
        for (Service.PublishedPort port : service.ports()) {
            text = text.replace(EVERYWHERE + ":" + port.container(), published + ":" + port.host())
                    .replace(LOOPBACK + ":" + port.host(), published + ":" + port.host());
        }
        for (String path : service.volumes().keySet()) {
            text = text.replace(path, volume(path).toString());
        }
        return text.replace(EVERYWHERE, address);
    }
}
