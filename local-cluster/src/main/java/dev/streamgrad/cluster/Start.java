package dev.streamgrad.cluster;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
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

/** Starts a cluster's supervisor and waits until all containers are ready; cleans up after a failed start. */
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
     * Starts the supervisor and waits until all containers are ready.
     *
     * @throws FailedException if the supervisor ends, a container restarts too often, or time runs out; with the reason
     */
    void run(List<String> command) throws InterruptedException {
        Process process = process(command);
        supervisor = process;
        long deadline = System.nanoTime() + patience.limit().toNanos();
        Set<String> reported = new HashSet<>();
        while (true) {
            rejectEnded(process);
            Optional<ClusterState> state = ClusterState.read(directory);
            List<ContainerState> containers =
                    state.map(ClusterState::containers).orElse(List.of());
            containers.forEach(Start::rejectRestarting);
            List<ContainerState> missing = containers.stream()
                    .filter(container -> container.state() != ContainerState.State.READY)
                    .toList();
            containers.stream()
                    .filter(container -> !missing.contains(container) && reported.add(container.name()))
                    .forEach(container -> patience.say().accept(container.name() + " is ready."));
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
     * Ends the processes that were started, and deletes the cluster's state.
     *
     * @param fresh whether this start created the directory, so that all files but the logs are deleted
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

    private void rejectEnded(Process process) {
        if (!process.isAlive()) {
            throw new FailedException("The cluster's supervisor ended with status " + process.exitValue() + "; " + log
                    + " ends with:" + System.lineSeparator() + lastLines(log));
        }
    }

    private static void rejectRestarting(ContainerState container) {
        if (container.restarts() >= TOO_OFTEN) {
            throw new FailedException(container.name() + " has ended " + container.restarts() + " times; "
                    + container.log() + " ends with:" + System.lineSeparator() + lastLines(Path.of(container.log())));
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
