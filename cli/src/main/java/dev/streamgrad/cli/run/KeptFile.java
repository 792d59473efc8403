package dev.streamgrad.cli.run;

import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that an earlier process kept, and tells one that is not there from one that cannot be read. */
public final class KeptFile {

    private KeptFile() {}

    /**
     * Its bytes.
     *
     * @param what the file is, such as "policy"
     * @param advice what the user is told to do where there is no such file
     * @throws UserException if it cannot be read
     */
    public static byte[] bytes(Path file, String what, String advice) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused(file, what, advice, e);
        }
    }

    /** Its text. */
    public static String text(Path file, String what, String advice) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw refused(file, what, advice, e);
        }
    }

    private static UserException refused(Path file, String what, String advice, IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return new UserException("There is no " + what + " at " + file + "; " + advice, problem);
        }
        String reason = problem instanceof CharacterCodingException
                ? "it is not text in UTF-8"
                : WriteProblem.reason(problem).orElseGet(() -> String.valueOf(problem.getMessage()));
        return new UserException("The " + what + " at " + file + " cannot be read (" + reason + ").", problem);
    }
}
