package dev.streamgrad.actor;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.Optional;

/** Provides policy versions to an acting loop. Safe for use by several loops at once. */
public interface PolicySource {

    /**
     * Waits until exactly this version is available. A version that is marked as the last is not returned, since no agent acts with
     * it: the call waits until the source is closed or the version is published without the mark.
     *
     * @return the version; empty if the source was closed
     * @throws VersionGoneException if the version is no longer kept
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException;
}
