package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.Patience;
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

/** A cluster of processes, seen from a command: its directory tells what runs, and its supervisor is asked to stop. */
public final class Cluster {

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final Path directory;

    /** Of a directory that may not exist yet. */
    public Cluster(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts the supervisor and waits until all containers serve. What cannot work is refused before anything is written; a start that
     * fails leaves nothing but its logs.
     *
     * @param settings what it is made from
     * @param supervisor the command that runs it
     * @param patience how long all may take, and who is told as each begins to serve
     */
    public void start(ClusterSettings settings, List<String> supervisor, Patience patience)
            throws InterruptedException {
        refuseSecond();
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

    /** What of it does not serve, a sentence each; empty if all of it does. */
    public List<String> missing() {
        ClusterState state = state();
        if (state.supervisor().process().isEmpty()) {
            return List.of("The cluster in " + directory + " does not run: start it with 'streamgrad cluster start'.");
        }
        return state.containers().stream()
                .filter(container -> container.process().isEmpty() || container.state() != ContainerState.State.READY)
                .map(ContainerState::sentence)
                .toList();
    }

    /** Whether its supervisor is there. */
    public boolean isRunning() {
        return state().supervisor().process().isPresent();
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
            if (!container.missing().isEmpty()) {
                lines.add("    " + container.missing());
            }
        }
        return lines;
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
