package dev.streamgrad.cli.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Why a file could not be written, in words. */
public final class WriteProblem {

    /** Of what a stream writes, the system's own words are all there is. */
    private static final Set<String> SYSTEM =
            Set.of("No space left on device", "Disk quota exceeded", "File too large", "Input/output error");

    private WriteProblem() {}

    /** The reason; empty if the exception is not one of writing. */
    public static Optional<String> reason(Throwable problem) {
        if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
            return Optional.of(inTheWay(((FileSystemException) problem).getFile()));
        }
        if (problem instanceof AccessDeniedException denied) {
            return Optional.of("Permission denied: " + denied.getFile());
        }
        if (problem instanceof FileSystemException file) {
            return Optional.of(
                    file.getReason() == null ? file.getFile() + " cannot be made or opened" : file.getReason());
        }
        return problem instanceof IOException && SYSTEM.contains(String.valueOf(problem.getMessage()))
                ? Optional.of(String.valueOf(problem.getMessage()))
                : Optional.empty();
    }

    private static String inTheWay(String file) {
        Path path = Path.of(file);
        return Files.isSymbolicLink(path) && !Files.exists(path)
                ? file + " is a link to something that is not there"
                : file + " is a file";
    }
}
