package dev.streamgrad.cli;

import dev.streamgrad.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs the command in a separate process. */
final class CommandProcess {

    private CommandProcess() {}

    /** Starts the command; appends its output to a file. */
    static Process start(Path output, String... arguments) throws IOException {
        return JavaProcess.start(Main.class, output, arguments);
    }

    /** Starts the command with additional environment variables. */
    static Process start(Path output, Map<String, String> environment, String... arguments) throws IOException {
        return JavaProcess.start(Main.class, output, environment, arguments);
    }
}
