package dev.streamgrad.cli.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container as a process: one replica of a service, with a loopback address of its own in place of a container's network, and a
 * directory in place of its file system.
 *
 * <p>Three rules turn what the Compose file says into what holds here. All interfaces of a container ({@code 0.0.0.0}) are its own
 * address. A published port is offered on 127.0.0.1 at the host's number (on the container's own
 * address where it has a network namespace). A volume's path is the directory that stands for the volume.
 * Everything else stays as it is written; host names are resolved by the hosts file that every JVM is given.
 *
 * @param service what it is a replica of
 * @param number 1, 2, …
 * @param address where it listens
 * @param published where published ports are offered
 * @param directory its configuration and its log
 * @param volumes where the volumes of all containers are
 */
record Container(Service service, int number, String address, String published, Path directory, Path volumes) {

    /** This machine alone. */
    static final String LOOPBACK = "127.0.0.1";

    private static final String EVERYWHERE = "0.0.0.0";
    private static final Pattern PORT = Pattern.compile(":(\\d{4,5})\\b");

    /** Such as {@code taskmanager-2}. */
    String name() {
        return service.name() + "-" + number;
    }

    /** The service's variables, as they hold here. */
    Map<String, String> environment() {
        Map<String, String> here = new LinkedHashMap<>();
        service.environment().forEach((key, value) -> here.put(key, here(value)));
        return here;
    }

    /** The service's command, as it holds here. */
    List<String> command() {
        return service.command().stream().map(this::here).toList();
    }

    /** Where what is mounted at {@code path} is. */
    Path volume(String path) {
        return volumes.resolve(service.volumes().getOrDefault(path, path.substring(1)));
    }

    /** The first port that its health check names. */
    OptionalInt readyPort() {
        Matcher matcher = PORT.matcher(service.health());
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** Where a port of the container is to be reached. */
    String endpoint(int inner) {
        return service.ports().stream()
                .filter(port -> port.container() == inner)
                .map(port -> published + ":" + port.host())
                .findFirst()
                .orElse(address + ":" + inner);
    }

    /** Whether the host offers the port. */
    boolean isPublished(int port) {
        return service.ports().stream().anyMatch(each -> each.host() == port);
    }

    private String here(String value) {
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
