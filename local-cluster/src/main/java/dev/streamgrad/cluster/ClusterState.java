package dev.streamgrad.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.process.AtomicFile;
import dev.streamgrad.process.UserException;
import dev.streamgrad.process.WriteProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The state of a cluster's processes; kept in a file of the cluster's directory for other commands.
 *
 * @param kafka address of Kafka for programs on this machine
 * @param supervisor the process that starts and restarts the others
 * @param containers in the order of the Compose file
 */
public record ClusterState(String kafka, ContainerState supervisor, List<ContainerState> containers) {

    private static final String FILE = "cluster.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Reads the state from a cluster's directory; empty if there is none. */
    public static Optional<ClusterState> read(Path directory) {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(Files.readString(file), ClusterState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UserException(
                    "The state of the cluster at " + file + " cannot be read ("
                            + WriteProblem.reason(e).orElse("it is damaged")
                            + "); check that this user may read it; if it is damaged, end the cluster's processes and remove it.",
                    e);
        }
    }

    /** Replaces the file atomically. */
    void write(Path directory) {
        try {
            AtomicFile.write(
                    directory.resolve(FILE),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The containers whose process is running. */
    List<ContainerState> alive() {
        return containers.stream()
                .filter(container -> container.process().isPresent())
                .toList();
    }
}
