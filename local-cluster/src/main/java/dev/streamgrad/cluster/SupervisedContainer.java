package dev.streamgrad.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one container's process running: starts it, and restarts it when it ends, after a pause that doubles as in Compose. */
final class SupervisedContainer {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedContainer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration A_GOOD_RUN = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Number of failed health checks in a row that make a ready container unhealthy; a single one may just be late. */
    private static final int FAILURES = 3;

    private final Container container;
    private final ImageRuntime runtime;
    private final Health health;
    private final List<String> prefix;
    private final Consumer<ContainerState> listener;
    private volatile ContainerState state;
    private int failures;
    private volatile boolean stopping;
    private volatile @Nullable Process process;

    /**
     * A container that is not started yet.
     *
     * @param prefix prefix of the container's commands
     */
    SupervisedContainer(
            Container container, ImageRuntime runtime, List<String> prefix, Consumer<ContainerState> listener) {
        this.container = container;
        this.runtime = runtime;
        health = runtime.health(container);
        this.prefix = prefix;
        this.listener = listener;
        state = new ContainerState(
                container.name(), container.address(), ContainerState.State.WAITING, 0, 0, 0, log().toString(), "");
    }

    ContainerState state() {
        return state;
    }

    Container container() {
        return container;
    }

    /** Runs until it is stopped. */
    void run() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int times = 0; !stopping; times++) {
            long began = System.nanoTime();
            runOnce(times);
            if (stopping) {
                break;
            }
            show(state.restarting(times + 1));
            boolean good = System.nanoTime() - began > A_GOOD_RUN.toNanos();
            pause = good ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    /** Runs the health check and updates the state. */
    void observe() {
        ContainerState before = state;
        if (before.process().isEmpty() || before.state() == ContainerState.State.RESTARTING) {
            return;
        }
        Optional<String> missing = health.missing();
        failures = missing.isEmpty() ? 0 : failures + 1;
        boolean ready = before.state() == ContainerState.State.READY;
        if (missing.isEmpty() && !ready) {
            replace(before, before.in(ContainerState.State.READY));
        } else if (missing.isPresent() && (!ready || failures >= FAILURES)) {
            replace(before, before.without(missing.get()));
        }
    }

    /** Asks the process to end; kills it if it has not ended after {@link #GRACE}. */
    void stop() throws InterruptedException {
        stopping = true;
        Process current = process;
        if (current == null) {
            return;
        }
        current.destroy();
        if (!current.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            current.destroyForcibly().waitFor();
        }
    }

    /** Sets the state to stopped; called after the thread of {@link #run} has ended. */
    void ended() {
        show(state.in(ContainerState.State.STOPPED));
    }

    private void runOnce(int times) throws InterruptedException {
        try {
            clearTemporaryFiles();
            Launch launch = runtime.prepare(container);
            if (launch.preparation().isPresent()
                    && start(launch.preparation().get(), launch).waitFor() != 0) {
                LOG.warn("The preparation of {} failed; see {}", container.name(), log());
                return;
            }
            Process started = start(launch.command(), launch);
            process = started;
            if (stopping) {
                started.destroy();
            }
            show(state.with(started.toHandle(), times));
            int status = started.waitFor();
            LOG.info("{} ended with status {}", container.name(), status);
        } catch (IOException e) {
            LOG.warn("{} cannot be started", container.name(), e);
        }
    }

    /** Deletes temporary files that a killed process left, such as the 24 MB jar of Flink's RPC system. */
    private void clearTemporaryFiles() throws IOException {
        Path temporary = container.directory().resolve("tmp");
        FileUtils.deleteDirectory(temporary.toFile());
        Files.createDirectories(temporary);
    }

    private Process start(List<String> command, Launch launch) throws IOException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .directory(container.directory().toFile());
        builder.environment().putAll(launch.environment());
        return builder.start();
    }

    private Path log() {
        return container.directory().resolve("output.log");
    }

    private void show(ContainerState next) {
        synchronized (this) {
            state = next;
        }
        listener.accept(next);
    }

    /** Replaces the state, unless it has changed since, such as when the process ended. */
    private void replace(ContainerState before, ContainerState next) {
        synchronized (this) {
            if (!state.equals(before) || before.equals(next)) {
                return;
            }
            state = next;
        }
        listener.accept(next);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
