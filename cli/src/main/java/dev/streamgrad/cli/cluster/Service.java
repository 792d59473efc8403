package dev.streamgrad.cli.cluster;

import java.util.List;
import java.util.Map;

/**
 * A service of a Compose file, as far as a process needs it.
 *
 * @param name the host name that others call it by
 * @param image with its tag
 * @param command what the image's entry point is given
 * @param environment variables
 * @param replicas how many containers
 * @param ports what is published on the host
 * @param volumes by path in the container, what is mounted there: a volume's name, or a path beside the file
 * @param dependencies services that must be ready before
 * @param health the health check's command; empty if there is none
 */
record Service(
        String name,
        String image,
        List<String> command,
        Map<String, String> environment,
        int replicas,
        List<PublishedPort> ports,
        Map<String, String> volumes,
        List<String> dependencies,
        String health) {

    /** A container's port, and where the host offers it. */
    record PublishedPort(int host, int container) {}

    /** The same with another number of replicas. */
    Service scaled(int count) {
        return new Service(name, image, command, environment, count, ports, volumes, dependencies, health);
    }

    /** The same with another command and other variables. */
    Service with(List<String> otherCommand, Map<String, String> variables) {
        return new Service(name, image, otherCommand, variables, replicas, ports, volumes, dependencies, health);
    }
}
