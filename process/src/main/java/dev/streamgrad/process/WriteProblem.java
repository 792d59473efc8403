package dev.streamgrad.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Explains why a file could not be written. */
public final class WriteProblem {

    /** The operating system's messages. If a stream cannot be written, its exception contains nothing else. */
    private static final Set<String> SYSTEM =
            Set.of("No space left on device", "Disk quota exceeded", "File too large", "Input/output error");

    private static final long HARDLY_ANY_BYTES = 512 << 10;

    private WriteProblem() {}

    /**
     * Converts a write error into an exception with a message for the user; returns any other exception as it is.
     *
     * @param directory the directory to be written into
     * @param option the option that names the directory
     */
    public static Exception explained(Path directory, String option, Exception problem) {
        Optional<String> reason = Stream.iterate((Throwable) problem, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> reason(cause).stream())
                .findFirst()
                .or(() -> full(directory) ? Optional.of("No space left on device") : Optional.empty());
        return reason.<Exception>map(why -> new FailedException(
                        "Cannot write into " + directory + " (" + why
                                + "). Free some space, fix the permissions, or name another"
                                + " directory with " + option
                                + ". The same command then continues with the remaining runs;"
                                + " finished runs are kept.",
                        problem))
                .orElse(problem);
    }

    private static boolean full(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < HARDLY_ANY_BYTES;
        } catch (IOException e) {
            return false; // the directory does not exist, so the error is another one
        }
    }

    /** The reason; empty if the exception is not a write error. */
    public static Optional<String> reason(Throwable problem) {
        if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
            return Optional.of(obstacle(((FileSystemException) problem).getFile()));
        }
        if (problem instanceof AccessDeniedException denied) {
            return Optional.of("Permission denied: " + denied.getFile());
        }
        if (problem instanceof FileSystemException file) {
            return Optional.of(
                    file.getReason() == null ? file.getFile() + " cannot be created or opened" : file.getReason());
        }
        return problem instanceof IOException && SYSTEM.contains(String.valueOf(problem.getMessage()))
                ? Optional.of(String.valueOf(problem.getMessage()))
                : Optional.empty();
    }

    private static String obstacle(String file) {
        Path path = Path.of(file);
        return Files.isSymbolicLink(path) && !Files.exists(path)
                ? file + " is a link to a file that does not exist"
                : file + " is a file";
    }
}
