package dev.streamgrad.cli.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container's process is started.
 *
 * @param preparation a command that must have ended well before; empty if there is none
 * @param command the process
 * @param environment its variables beyond the machine's own
 */
record Launch(Optional<List<String>> preparation, List<String> command, Map<String, String> environment) {}
