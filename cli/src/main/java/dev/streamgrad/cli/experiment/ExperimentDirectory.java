package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.DirectoryLock;
import dev.streamgrad.cli.run.LogFile;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Where an experiment's runs are kept; locked while a process uses it, since runs that were broken off are removed. */
final class ExperimentDirectory implements AutoCloseable {

    static final String RUNS = "runs";
    static final String STREAM = "stream";

    private static final Set<String> OWN = Set.of(RUNS, STREAM, "README.md", "report.html", "results.md", LogFile.NAME);

    private final Path path;
    private final DirectoryLock lock;

    private ExperimentDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes a directory, which is made where it is not there.
     *
     * @throws UserException if another process uses it, or it holds other things than runs
     * @throws FailedException if it cannot be written
     */
    static ExperimentDirectory take(Path directory) throws Exception {
        try {
            return taken(directory);
        } catch (IOException e) {
            throw WriteFailure.explained(directory, "--dir", e);
        }
    }

    private static ExperimentDirectory taken(Path directory) throws IOException {
        boolean foreign = Files.isDirectory(directory) && holdsOthers(directory);
        if (foreign) {
            throw new UserException("The directory " + directory
                    + " holds other things than an experiment's runs; name a new or an empty one with --dir.");
        }
        return new ExperimentDirectory(directory, DirectoryLock.take(directory, "experiment's directory", "--dir"));
    }

    /** Where it logs. */
    Path log() {
        return path.resolve(LogFile.NAME);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Removes a run that was broken off. */
    static void clear(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> content = Files.walk(path)) {
            for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsOthers(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return !content.map(file -> file.getFileName().toString()).allMatch(ExperimentDirectory::isOwn);
        }
    }

    private static boolean isOwn(String name) {
        return OWN.contains(name) || name.endsWith(".svg") || name.endsWith(".partial") || name.startsWith(".");
    }
}
