package dev.streamgrad.cluster;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of a container's process.
 *
 * @param name name of the container, such as {@code taskmanager-2}
 * @param address address on which the container listens
 * @param state the current state
 * @param pid id of the process; 0 if there is none
 * @param startedMillis start of the process in milliseconds since 1970, which tells it from a later process with the same id
 * @param restarts number of restarts
 * @param log path of the log
 * @param missing the reason why the container is not ready; empty if it is ready or has not been checked
 */
public record ContainerState(
        String name,
        String address,
        State state,
        long pid,
        long startedMillis,
        int restarts,
        String log,
        String missing) {

    /** The state of a container. */
    public enum State {
        /** Waits for the services that it depends on. */
        WAITING,
        /** The process runs, but has not been ready yet. */
        STARTING,
        /** The process runs, and its health check passes. */
        READY,
        /** The process runs and was ready, but its health check fails now. */
        UNHEALTHY,
        /** The process has ended and will be restarted after a pause. */
        RESTARTING,
        /** Stopped by the supervisor. */
        STOPPED
    }

    /** The process; empty if it has ended. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .map(started -> started == startedMillis)
                        .orElse(false));
    }

    /** A sentence with the state, the reason and the log. */
    String sentence() {
        return name + " is " + state.name().toLowerCase(Locale.ROOT) + (missing.isEmpty() ? "" : ": " + missing)
                + "; its log is " + log + ".";
    }

    ContainerState in(State now) {
        return new ContainerState(name, address, now, pid, startedMillis, restarts, log, "");
    }

    /** The process runs, but the health check fails for a reason. */
    ContainerState without(String what) {
        State now = state == State.READY ? State.UNHEALTHY : state;
        return new ContainerState(name, address, now, pid, startedMillis, restarts, log, what);
    }

    ContainerState restarting(int times) {
        return new ContainerState(name, address, State.RESTARTING, 0, 0, times, log, "");
    }

    ContainerState with(ProcessHandle process, int times) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new ContainerState(name, address, State.STARTING, process.pid(), started, times, log, "");
    }
}
