package dev.streamgrad.cluster;

import java.util.List;
import java.util.Map;

/**
 * A service of a Compose file, with the parts that a process needs.
 *
 * @param name name of the service, and its host name for the others
 * @param image the image with its tag
 * @param command arguments of the image's entry point
 * @param environment environment variables
 * @param replicas number of containers
 * @param ports ports that are published on the host
 * @param volumes volumes by mount path in the container: a volume's name, or a path relative to the Compose file
 * @param dependencies services that must be ready before this one starts
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

    /** A container's port, and the host's port on which it is published. */
    record PublishedPort(int host, int container) {}

    /** This service with another number of replicas. */
    Service scaled(int count) {
        return new Service(name, image, command, environment, count, ports, volumes, dependencies, health);
    }

    /** This service with another command and other variables. */
    Service with(List<String> otherCommand, Map<String, String> variables) {
        return new Service(name, image, otherCommand, variables, replicas, ports, volumes, dependencies, health);
    }
}
