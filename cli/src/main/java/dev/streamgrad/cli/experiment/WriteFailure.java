package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.usage.FailedException;
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

/** What to say where files cannot be written: which directory, why, and how to go on. */
final class WriteFailure {

    private static final Set<String> SYSTEM =
            Set.of("No space left on device", "Disk quota exceeded", "File too large", "Input/output error");
    private static final long HARDLY_ANY_BYTES = 512 << 10;

    private WriteFailure() {}

    /**
     * A problem in words for the user, if it was one of writing; else the problem itself.
     *
     * @param directory what was to be written into
     * @param option that names the directory
     */
    static Exception explained(Path directory, String option, Exception problem) {
        Optional<String> reason = Stream.iterate((Throwable) problem, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> reason(cause).stream())
                .findFirst()
                .or(() -> full(directory) ? Optional.of("No space left on device") : Optional.empty());
        return reason.<Exception>map(why -> new FailedException(
                        "Cannot write into " + directory + " (" + why
                                + "). Make room or put the permissions right, or name another"
                                + " directory with " + option
                                + "; the same command then goes on with the runs that are left:"
                                + " what was finished is kept.",
                        problem))
                .orElse(problem);
    }

    /** Why a file could not be written; empty if that was not it. */
    private static Optional<String> reason(Throwable cause) {
        if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
            return Optional.of(((FileSystemException) cause).getFile() + " is a file");
        }
        if (cause instanceof AccessDeniedException denied) {
            return Optional.of("Permission denied: " + denied.getFile());
        }
        if (cause instanceof FileSystemException file) {
            return Optional.of(
                    file.getReason() == null ? file.getFile() + " cannot be made or opened" : file.getReason());
        }
        // Of what a stream writes, the system's own words are all there is.
        return cause instanceof IOException && SYSTEM.contains(String.valueOf(cause.getMessage()))
                ? Optional.of(String.valueOf(cause.getMessage()))
                : Optional.empty();
    }

    private static boolean full(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < HARDLY_ANY_BYTES;
        } catch (IOException e) {
            return false; // not even there: something else is wrong
        }
    }
}
