package dev.streamgrad.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The exit status and the output of a command that ran in this process.
 *
 * @param text standard output and standard error together
 */
public record Said(int status, String text) {

    /** Runs a command. */
    public static Said of(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = System.err;
        PrintStream out = System.out;
        try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(both);
            System.setOut(both);
            return new Said(Main.run(arguments), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(err);
            System.setOut(out);
        }
    }
}
