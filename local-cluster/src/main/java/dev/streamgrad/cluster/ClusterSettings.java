package dev.streamgrad.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * The settings of a cluster of processes.
 *
 * @param compose the Compose file
 * @param directory directory of the cluster's state, configuration and logs
 * @param installation the programs that the containers run
 * @param scale number of replicas by service, where it differs from the Compose file
 * @param variables values of the Compose file's variables
 * @param network first three numbers of the containers' addresses, such as {@code 127.0.10}
 * @param namespaces whether each container has its own network namespace, like a host; otherwise all use this machine's loopback interface
 */
public record ClusterSettings(
        Path compose,
        Path directory,
        Installation installation,
        Map<String, Integer> scale,
        Map<String, String> variables,
        String network,
        boolean namespaces) {}
