package dev.streamgrad.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands that start a container's process.
 *
 * @param preparation a command that must succeed first; empty if there is none
 * @param command the command of the process
 * @param environment environment variables to add to the inherited ones
 */
record Launch(Optional<List<String>> preparation, List<String> command, Map<String, String> environment) {}
