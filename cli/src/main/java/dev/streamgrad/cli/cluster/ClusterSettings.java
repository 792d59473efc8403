package dev.streamgrad.cli.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a cluster of processes is made from.
 *
 * @param compose the Compose file
 * @param directory state, configuration and logs of everything
 * @param home where Streamgrad was built
 * @param scale by service, how many replicas, where not as the file says
 * @param variables the Compose file's variables
 * @param network first three numbers of the containers' addresses, such as {@code 127.0.10}
 * @param namespaces whether each has a network namespace of its own, as if it were a host; else all share this machine's loopback
 */
public record ClusterSettings(
        Path compose,
        Path directory,
        Path home,
        Map<String, Integer> scale,
        Map<String, String> variables,
        String network,
        boolean namespaces) {}
