package dev.streamgrad.cli.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A cluster's processes, kept in a file of its directory, so that other commands see them.
 *
 * @param kafka where programs of this machine reach Kafka
 * @param supervisor the process that looks after the others
 * @param containers in the order of the Compose file
 */
record ClusterState(String kafka, ContainerState supervisor, List<ContainerState> containers) {

    private static final String FILE = "cluster.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The directory's state; empty if no cluster was ever there. */
    static Optional<ClusterState> read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(file.toFile(), ClusterState.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file as a whole: a reader sees the old or the new. */
    void write(Path directory) {
        try {
            Path next = directory.resolve(FILE + ".next");
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), this);
            Files.move(
                    next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose process is there. */
    List<ContainerState> alive() {
        return containers.stream()
                .filter(container -> container.process().isPresent())
                .toList();
    }
}
