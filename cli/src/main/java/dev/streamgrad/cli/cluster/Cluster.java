package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A cluster of processes, seen from a command: its directory tells what runs, and its supervisor is asked to stop. */
public final class Cluster {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;
    private static final int TOO_OFTEN = 5;

    private final Path directory;

    /** Of a directory that may not exist yet. */
    public Cluster(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts the supervisor and waits until all containers serve.
     *
     * @param supervisor the command that runs it
     * @param say told as each begins to serve
     */
    public void start(List<String> supervisor, Consumer<String> say) throws InterruptedException {
        refuseSecond();
        Path log = directory.resolve("supervisor.log");
        Process process;
        try {
            Files.createDirectories(directory);
            process = new ProcessBuilder(supervisor)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady(process, log, say);
    }

    /** Where its Kafka is reached: {@code HOST:PORT}. */
    public String kafka() {
        return state().kafka();
    }

    /** A line per process. */
    public List<String> describe() {
        ClusterState state = state();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-16s %-14s %-10s %8s %8s  %s", "NAME", "ADDRESS", "STATE", "PID", "RESTARTS", "LOG"));
        for (ContainerState container : all(state)) {
            boolean alive = container.process().isPresent();
            boolean gone = !alive && container.state() == ContainerState.State.READY;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-16s %-14s %-10s %8s %8d  %s",
                    container.name(),
                    container.address(),
                    gone ? "gone" : container.state().name().toLowerCase(Locale.ROOT),
                    alive ? Long.toString(container.pid()) : "-",
                    container.restarts(),
                    container.log()));
        }
        return lines;
    }

    /** Whether the supervisor and every process are there and serve. */
    public boolean ready() {
        return ClusterState.read(directory)
                .filter(state -> state.supervisor().process().isPresent())
                .filter(state -> state.containers().stream()
                        .allMatch(container -> container.state() == ContainerState.State.READY
                                && container.process().isPresent()))
                .isPresent();
    }

    /** Stops the supervisor, which stops the others; and what an earlier supervisor may have left. */
    public void stop() throws InterruptedException {
        ClusterState state = state();
        state.supervisor().process().ifPresent(ProcessHandle::destroy);
        awaitEnd(List.of(state.supervisor()));
        List<ContainerState> left = ClusterState.read(directory).orElse(state).alive();
        left.forEach(container -> container.process().ifPresent(ProcessHandle::destroy));
        awaitEnd(left);
    }

    private ClusterState state() {
        return ClusterState.read(directory)
                .orElseThrow(() -> new UserException("There is no cluster in " + directory
                        + "; start one with 'streamgrad cluster start', or name its directory with --dir."));
    }

    private void refuseSecond() {
        Optional<ClusterState> before = ClusterState.read(directory);
        if (before.isEmpty()) {
            return;
        }
        List<ContainerState> alive = all(before.get()).stream()
                .filter(container -> container.process().isPresent())
                .toList();
        if (!alive.isEmpty()) {
            throw new UserException("A cluster runs in " + directory + " already ("
                    + String.join(", ", alive.stream().map(ContainerState::name).toList())
                    + "): see 'streamgrad cluster status', stop it with 'streamgrad cluster stop', or name another directory with"
                    + " --dir and other ports.");
        }
        try {
            Files.delete(directory.resolve("cluster.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Process supervisor, Path log, Consumer<String> say) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> told = new HashSet<>();
        while (System.nanoTime() < deadline) {
            if (!supervisor.isAlive()) {
                throw new FailedException(
                        "The supervisor ended with status " + supervisor.exitValue() + "; " + log + " says why.");
            }
            for (ContainerState container :
                    ClusterState.read(directory).map(ClusterState::containers).orElse(List.of())) {
                if (container.restarts() >= TOO_OFTEN) {
                    supervisor.destroy();
                    supervisor.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
                    throw new FailedException(container.name() + " ends again and again; " + container.log()
                            + " says why. The others were stopped.");
                }
                if (container.state() == ContainerState.State.READY && told.add(container.name())) {
                    say.accept(container.name() + " serves on " + container.address());
                }
            }
            if (ready()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new FailedException("The cluster did not become ready within " + PATIENCE.toSeconds()
                + " s; 'streamgrad cluster status' shows who is missing and where it logs.");
    }

    private static void awaitEnd(List<ContainerState> containers) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (ContainerState container : containers) {
            while (container.process().isPresent() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            container.process().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<ContainerState> all(ClusterState state) {
        List<ContainerState> all = new ArrayList<>(state.containers());
        all.add(state.supervisor());
        return all;
    }
}
