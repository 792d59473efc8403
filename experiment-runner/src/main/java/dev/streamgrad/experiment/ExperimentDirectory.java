package dev.streamgrad.experiment;

import dev.streamgrad.process.DirectoryLock;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import dev.streamgrad.process.WriteProblem;
import dev.streamgrad.training.run.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** The directory of an experiment's runs and report; a process locks it, since it deletes interrupted runs. */
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
     * Locks a directory; creates it if it does not exist.
     *
     * @throws UserException if another process uses the directory, or it holds files that do not belong to an experiment
     * @throws FailedException if the directory cannot be written
     */
    static ExperimentDirectory take(Path directory) throws Exception {
        try {
            return taken(directory);
        } catch (IOException e) {
            throw WriteProblem.explained(directory, "--dir", e);
        }
    }

    private static ExperimentDirectory taken(Path directory) throws IOException {
        boolean foreign = Files.isDirectory(directory) && holdsOthers(directory);
        if (foreign) {
            throw new UserException("The directory " + directory
                    + " holds files that do not belong to an experiment; name a new or empty directory with --dir.");
        }
        return new ExperimentDirectory(directory, DirectoryLock.take(directory, "experiment's directory", "--dir"));
    }

    /** The path of the log file. */
    Path log() {
        return path.resolve(LogFile.NAME);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Deletes the directory of an interrupted run, if there is one. */
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
