package dev.streamgrad.cluster;

import java.util.Optional;

/** The health check of a container; checks the same as the one in the Compose file. */
@FunctionalInterface
interface Health {

    /** Checks the container: returns the reason why it is not ready, or empty if it is. Returns within seconds. */
    Optional<String> missing();
}
