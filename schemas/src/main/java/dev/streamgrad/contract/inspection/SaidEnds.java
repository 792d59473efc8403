package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The statuses that report the end of a training, genuine or forged: the latest one for each version that they name. */
public final class SaidEnds {

    private static final Set<PolicyStatus.State> OVER =
            Set.of(PolicyStatus.State.FINISHED, PolicyStatus.State.FAILED, PolicyStatus.State.STOPPED);

    /** Maximum number of statuses. Above it, the one with the highest version is dropped, since it is the least plausible. */
    private static final int MOST = 64;

    private final TreeMap<Long, PolicyStatus> byVersion = new TreeMap<>();

    /** Whether this status reports the end of a training. */
    public static boolean isOne(PolicyStatus status) {
        return OVER.contains(status.state());
    }

    /** Adds the next status of the topic; ignores one that does not report an end. */
    public void add(PolicyStatus status) {
        if (isOne(status)) {
            byVersion.put(status.sinceVersion(), status);
        }
        if (byVersion.size() > MOST) {
            byVersion.pollLastEntry();
        }
    }

    /** Drops the statuses that name an earlier version than this; returns the others. */
    List<PolicyStatus> from(long version) {
        byVersion.headMap(version).clear();
        return List.copyOf(byVersion.values());
    }
}
