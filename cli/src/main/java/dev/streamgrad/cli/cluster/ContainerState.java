package dev.streamgrad.cli.cluster;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of a container's process.
 *
 * @param name such as {@code taskmanager-2}
 * @param address where it listens
 * @param state what it does
 * @param pid of its process; 0 where there is none
 * @param startedMillis when the process started, so that another process with the same number is not taken for it
 * @param restarts how often it was started again
 * @param log where it writes
 * @param missing what keeps it from serving; empty where it serves, or nobody has looked
 */
record ContainerState(
        String name,
        String address,
        State state,
        long pid,
        long startedMillis,
        int restarts,
        String log,
        String missing) {

    /** What a container does. */
    enum State {
        /** Waits for those that it depends on. */
        WAITING,
        /** Its process is there, but does not serve yet. */
        STARTING,
        /** Serves. */
        READY,
        /** Its process is there, but serves no longer. */
        UNHEALTHY,
        /** Ended, and is started again in a moment. */
        RESTARTING,
        /** Stopped in order. */
        STOPPED
    }

    /** The process, if it is still there and the same. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .map(started -> started == startedMillis)
                        .orElse(false));
    }

    /** How it stands, for a person. */
    String sentence() {
        return name + " is " + state.name().toLowerCase(Locale.ROOT) + (missing.isEmpty() ? "" : ": " + missing)
                + "; it logs to " + log + ".";
    }

    ContainerState in(State now) {
        return new ContainerState(name, address, now, pid, startedMillis, restarts, log, "");
    }

    /** Its process is there, but something is missing. */
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
