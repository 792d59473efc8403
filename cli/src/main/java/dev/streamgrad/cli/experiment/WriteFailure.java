package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.WriteProblem;
import dev.streamgrad.cli.usage.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What to say where files cannot be written: which directory, why, and how to go on. */
final class WriteFailure {

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
                .flatMap(cause -> WriteProblem.reason(cause).stream())
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

    private static boolean full(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < HARDLY_ANY_BYTES;
        } catch (IOException e) {
            return false; // not even there: something else is wrong
        }
    }
}
