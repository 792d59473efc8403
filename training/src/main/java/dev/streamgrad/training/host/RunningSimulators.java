package dev.streamgrad.training.host;

import java.util.Optional;

/** The simulators of an embedded training. */
public interface RunningSimulators extends AutoCloseable {

    /** Why a simulator failed; empty while all act or have ended normally. */
    Optional<Throwable> failure();

    /** Stops them. */
    @Override
    void close();
}
