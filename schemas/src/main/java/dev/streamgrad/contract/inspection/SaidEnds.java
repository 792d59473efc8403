package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** All statuses that say that a training has ended, genuine or forged: the latest for each version that one names. */
public final class SaidEnds {

    private static final Set<PolicyStatus.State> OVER =
            Set.of(PolicyStatus.State.FINISHED, PolicyStatus.State.FAILED, PolicyStatus.State.STOPPED);

    /** Those that name the highest versions, which are the furthest from what can be, give way. */
    private static final int MOST = 64;

    private final TreeMap<Long, PolicyStatus> byVersion = new TreeMap<>();

    /** Whether a training is over by this status. */
    public static boolean isOne(PolicyStatus status) {
        return OVER.contains(status.state());
    }

    /** Takes the next status of the topic; one that is no end is of no interest. */
    public void add(PolicyStatus status) {
        if (isOne(status)) {
            byVersion.put(status.sinceVersion(), status);
        }
        if (byVersion.size() > MOST) {
            byVersion.pollLastEntry();
        }
    }

    /** Forgets those that name an earlier version than this; returns the others. */
    List<PolicyStatus> from(long version) {
        byVersion.headMap(version).clear();
        return List.copyOf(byVersion.values());
    }
}
