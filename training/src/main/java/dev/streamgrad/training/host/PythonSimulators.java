package dev.streamgrad.training.host;

import dev.streamgrad.process.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The simulators of an embedded training, in Python processes. They end when this process ends, however it ends. */
final class PythonSimulators implements RunningSimulators {

    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final Path log;

    private PythonSimulators(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts them; they end with their standard input. */
    static PythonSimulators start(PythonInterpreter python, List<String> arguments, Path log) {
        return new PythonSimulators(python.start(arguments, log), log);
    }

    @Override
    public Optional<Throwable> failure() {
        if (process.isAlive() || process.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of(new FailedException("The simulators in Python ended with status " + process.exitValue()
                + ": " + lastLine() + " (log: " + log + ")"));
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastLine() {
        try {
            return PythonInterpreter.lastLine(Files.readString(log));
        } catch (IOException e) {
            return "";
        }
    }
}
