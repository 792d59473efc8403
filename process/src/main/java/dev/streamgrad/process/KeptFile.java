package dev.streamgrad.process;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that an earlier process wrote. A missing file and an unreadable one have different error messages. */
public final class KeptFile {

    private KeptFile() {}

    /**
     * Reads the bytes of a file.
     *
     * @param what what the file is, such as "policy"
     * @param advice what the user should do if the file does not exist
     * @throws UserException if the file cannot be read
     */
    public static byte[] bytes(Path file, String what, String advice) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw rejected(file, what, advice, e);
        }
    }

    /** Reads the text of a file, as {@link #bytes} reads its bytes. */
    public static String text(Path file, String what, String advice) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw rejected(file, what, advice, e);
        }
    }

    private static UserException rejected(Path file, String what, String advice, IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return new UserException("There is no " + what + " at " + file + "; " + advice, problem);
        }
        String reason = problem instanceof CharacterCodingException
                ? "it is not text in UTF-8"
                : WriteProblem.reason(problem).orElseGet(() -> String.valueOf(problem.getMessage()));
        return new UserException("The " + what + " at " + file + " cannot be read (" + reason + ").", problem);
    }
}
