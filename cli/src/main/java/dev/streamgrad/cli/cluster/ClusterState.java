package dev.streamgrad.cli.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.cli.run.WholeFile;
import dev.streamgrad.cli.run.WriteProblem;
import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
                            + "): see that this user may read it; if it is damaged, end the cluster's processes and remove it.",
                    e);
        }
    }

    /** Replaces the file as a whole: a reader sees the old or the new. */
    void write(Path directory) {
        try {
            WholeFile.write(
                    directory.resolve(FILE),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
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
