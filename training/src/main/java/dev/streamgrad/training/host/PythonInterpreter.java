package dev.streamgrad.training.host;

import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Python interpreter that runs commands of the package {@code streamgrad}. */
final class PythonInterpreter {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final int USAGE = 2;

    private final String executable;

    /**
     * An interpreter.
     *
     * @param executable a path, or a name on the path
     * @throws UserException if it does not run, or is older than 3.10
     */
    PythonInterpreter(String executable) {
        this.executable = executable;
        Output version = run("-c", "import sys; print('%d.%d' % sys.version_info[:2])");
        Matcher numbers = VERSION.matcher(version.text().strip());
        if (version.status() != 0 || !numbers.matches()) {
            throw new UserException(executable + " is not a Python interpreter (status " + version.status() + " "
                    + version.errors().strip() + "); name one of Python 3.10 or newer with --python.");
        }
        if (Integer.parseInt(numbers.group(1)) < 3
                || (numbers.group(1).equals("3") && Integer.parseInt(numbers.group(2)) < 10)) {
            throw new UserException(executable + " is Python " + numbers.group()
                    + ", but environments in Python need 3.10 or newer; name a newer one with --python.");
        }
    }

    /** What a command printed. */
    record Output(int status, String text, String errors) {}

    String executable() {
        return executable;
    }

    /**
     * Runs a command of the package and returns what it printed.
     *
     * @throws UserException with the command's message if the request cannot be carried out
     */
    String streamgrad(List<String> arguments) {
        Output output = run(
                Stream.concat(Stream.of("-m", "streamgrad"), arguments.stream()).toArray(String[]::new));
        if (output.status() == 0) {
            return output.text();
        }
        String reason = output.errors().strip();
        if (output.status() == USAGE) {
            throw new UserException(reason);
        }
        if (reason.contains("No module named streamgrad")) {
            throw new UserException(executable + " does not have the package streamgrad: install it with " + executable
                    + " -m pip install 'clients/python[gymnasium]', or leave out --python.");
        }
        throw new FailedException(executable + " -m streamgrad " + String.join(" ", arguments) + " failed: " + reason);
    }

    /** Runs the interpreter to its end. */
    Output run(String... arguments) {
        try {
            Process process = new ProcessBuilder(command(List.of(arguments))).start();
            try {
                process.getOutputStream().close();
                CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> content(process.errorReader()));
                String text = content(process.inputReader());
                return new Output(process.waitFor(), text, errors.join());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UserException(
                    "Cannot run '" + executable + "' (" + e.getMessage()
                            + "); environments in Python need Python 3.10 or newer: install it, or name it with --python.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("Interrupted while " + executable + " was running.", e);
        }
    }

    /** Starts a command of the package; its output goes to a file. It gets an open standard input. */
    Process start(List<String> arguments, Path log) {
        List<String> all = new ArrayList<>(List.of("-m", "streamgrad"));
        all.addAll(arguments);
        try {
            return new ProcessBuilder(command(all))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new FailedException("Cannot start '" + executable + "' (" + e.getMessage() + ").", e);
        }
    }

    /** The last line of a text that says something; empty if there is none. */
    static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce("", (first, second) -> second)
                .strip();
    }

    private List<String> command(List<String> arguments) {
        return Stream.concat(Stream.of(executable), arguments.stream()).toList();
    }

    private static String content(java.io.BufferedReader reader) {
        try (reader) {
            StringBuilder text = new StringBuilder();
            char[] part = new char[8_192];
            for (int count = reader.read(part); count >= 0; count = reader.read(part)) {
                text.append(part, 0, count);
            }
            return text.toString();
        } catch (IOException e) {
            return "";
        }
    }
}
