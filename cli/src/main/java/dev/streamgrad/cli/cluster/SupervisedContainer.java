package dev.streamgrad.cli.cluster;

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

/** Keeps one container's process running: starts it, and starts it again when it ends, later each time as Compose does. */
final class SupervisedContainer {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedContainer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration A_GOOD_RUN = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** So many failed looks in a row make what served unhealthy: one may be late. */
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
     * Not yet started.
     *
     * @param prefix what stands before its command
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

    /** Looks whether it serves, and notes it, and what is missing where it does not. */
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

    /** Asks the process to end, and ends it where it does not within its grace. */
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

    /** Notes that nothing of it runs any more, once its thread has ended. */
    void ended() {
        show(state.in(ContainerState.State.STOPPED));
    }

    private void runOnce(int times) throws InterruptedException {
        try {
            clearTemporaryFiles();
            Launch launch = runtime.prepare(container);
            if (launch.preparation().isPresent()
                    && start(launch.preparation().get(), launch).waitFor() != 0) {
                LOG.warn("{} could not be prepared; see {}", container.name(), log());
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

    /** A process that is killed leaves its own, such as Flink's remote calls, a jar of 24 MB. */
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

    /** Shows what was found out, unless the process has ended meanwhile. */
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
