package dev.streamgrad.cli.cluster;

import java.util.Optional;

/** Looks at what matters of a container, as its health check in the Compose file does. */
@FunctionalInterface
interface Health {

    /** What keeps it from serving; empty if it serves. Returns within seconds. */
    Optional<String> missing();
}
