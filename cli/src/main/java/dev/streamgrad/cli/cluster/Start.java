package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The start of a cluster's supervisor, up to the moment where all serve, or to its end without a trace where they do not. */
final class Start {

    private static final long LOOK_MILLIS = 200;
    private static final long GRACE_SECONDS = 60;
    private static final int TOO_OFTEN = 5;
    private static final int LAST_LINES = 5;

    private final Path directory;
    private final Patience patience;
    private final Path log;
    private @Nullable Process supervisor;

    Start(Path directory, Patience patience) {
        this.directory = directory;
        this.patience = patience;
        log = directory.resolve("supervisor.log");
    }

    /**
     * Starts the supervisor and waits for all.
     *
     * @throws FailedException with what is missing, and why
     */
    void run(List<String> command) throws InterruptedException {
        Process process = process(command);
        supervisor = process;
        long deadline = System.nanoTime() + patience.limit().toNanos();
        Set<String> told = new HashSet<>();
        while (true) {
            refuseEnded(process);
            Optional<ClusterState> state = ClusterState.read(directory);
            List<ContainerState> containers =
                    state.map(ClusterState::containers).orElse(List.of());
            containers.forEach(Start::refuseRestarting);
            List<ContainerState> missing = containers.stream()
                    .filter(container -> container.state() != ContainerState.State.READY)
                    .toList();
            containers.stream()
                    .filter(container -> !missing.contains(container) && told.add(container.name()))
                    .forEach(container -> patience.say().accept(container.name() + " serves."));
            if (state.isPresent() && missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new FailedException("The cluster did not become ready within "
                        + patience.limit().toSeconds() + " s (--patience): "
                        + missing.stream().map(ContainerState::sentence).collect(Collectors.joining(" ")));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Ends what was started; what it wrote is deleted but for its logs.
     *
     * @param fresh whether the directory was not there before
     */
    void abandon(boolean fresh) throws InterruptedException {
        Process process = supervisor;
        if (process != null) {
            process.destroy();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        for (ContainerState left :
                ClusterState.read(directory).map(ClusterState::alive).orElse(List.of())) {
            left.process().ifPresent(ProcessHandle::destroyForcibly);
        }
        try {
            Files.deleteIfExists(directory.resolve("cluster.json"));
            if (fresh) {
                keepLogs();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepLogs() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (isEmpty(file)) {
                        Files.delete(file);
                    }
                } else if (!file.toString().endsWith(".log")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Process process(List<String> command) {
        try {
            Files.createDirectories(directory);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseEnded(Process process) {
        if (!process.isAlive()) {
            throw new FailedException("The cluster's supervisor ended with status " + process.exitValue() + "; " + log
                    + " ends with:" + System.lineSeparator() + lastLines(log));
        }
    }

    private static void refuseRestarting(ContainerState container) {
        if (container.restarts() >= TOO_OFTEN) {
            throw new FailedException(container.name() + " ends again and again; " + container.log() + " ends with:"
                    + System.lineSeparator() + lastLines(Path.of(container.log())));
        }
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(it cannot be read: " + e.getMessage() + ")";
        }
    }
}
