package dev.streamgrad.cluster;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts, shows and stops a cluster of processes: reads its state from its directory and signals its supervisor. */
public final class Cluster {

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final Path directory;

    /** A cluster in a directory, which may not exist yet. */
    public Cluster(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts the supervisor and waits until all containers are ready. Invalid settings are rejected before anything is written; a failed
     * start leaves only its logs.
     *
     * @param settings the settings of the cluster
     * @param supervisor the command that runs the supervisor
     * @param patience the time limit for the whole start, and the receiver of a message for each container that is ready
     */
    public void start(ClusterSettings settings, List<String> supervisor, Patience patience)
            throws InterruptedException {
        rejectSecond();
        Layout layout = Layout.of(settings);
        if (!settings.namespaces()) {
            Ports.check(layout);
        }
        layout.notice().ifPresent(patience.say());
        boolean fresh = !Files.exists(directory);
        Start start = new Start(directory, patience);
        try {
            start.run(supervisor);
        } catch (FailedException | UncheckedIOException e) {
            start.abandon(fresh);
            throw e;
        }
    }

    /** A sentence for each container that is not ready; empty if all are ready. */
    public List<String> missing() {
        ClusterState state = state();
        if (state.supervisor().process().isEmpty()) {
            return List.of(
                    "The cluster in " + directory + " is not running; start it with 'streamgrad cluster start'.");
        }
        return state.containers().stream()
                .filter(container -> container.process().isEmpty() || container.state() != ContainerState.State.READY)
                .map(ContainerState::sentence)
                .toList();
    }

    /** Whether the supervisor is running. */
    public boolean isRunning() {
        return state().supervisor().process().isPresent();
    }

    /** The address of Kafka, {@code HOST:PORT}. */
    public String kafka() {
        return state().kafka();
    }

    /** A table of the processes, one line each. */
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
            if (!container.missing().isEmpty()) {
                lines.add("    " + container.missing());
            }
        }
        return lines;
    }

    /** Stops the supervisor, which stops the other processes; then stops processes that an earlier supervisor may have left. */
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

    private void rejectSecond() {
        Optional<ClusterState> before = ClusterState.read(directory);
        if (before.isEmpty()) {
            return;
        }
        List<ContainerState> alive = all(before.get()).stream()
                .filter(container -> container.process().isPresent())
                .toList();
        if (!alive.isEmpty()) {
            throw new UserException("A cluster is already running in " + directory + " ("
                    + String.join(", ", alive.stream().map(ContainerState::name).toList())
                    + "); show it with 'streamgrad cluster status', stop it with 'streamgrad cluster stop', or start another one"
                    + " with --dir and other ports.");
        }
        try {
            Files.delete(directory.resolve("cluster.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
