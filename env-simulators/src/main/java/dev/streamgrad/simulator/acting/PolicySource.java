package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.Optional;

/** Where an acting loop gets policy versions from. Safe for use by several loops at once. */
public interface PolicySource {

    /**
     * Waits until exactly this version is there, to act with. One that is marked as the last is not acted with: who waits for it waits until
     * the source is closed, or the version is published without the mark.
     *
     * @return the version; empty if the source was closed, so that it never comes
     * @throws VersionGoneException if the version was there once and is kept no longer
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException;
}
