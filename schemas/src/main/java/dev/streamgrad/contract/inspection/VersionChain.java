package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A chain of versions without a gap, each of which names the hash of the one before. It keeps the newest versions up to the learner's
 * current version. After a restore it also keeps as many later versions: they stay valid until the learner reaches them again.
 */
final class VersionChain {

    private final int kept;
    private final TreeMap<Long, PolicyUpdate> versions = new TreeMap<>();
    private long marked = -1;
    private long position = -1;
    private long earliest;
    private long latest;

    VersionChain(int kept) {
        this.kept = kept;
    }

    /** How an offered version relates to the chain. */
    enum Answer {
        /** It does not belong to the chain. */
        FOREIGN,
        /** The chain contains it already. */
        KNOWN,
        /** The chain did not contain it, or its mark as the last version changed. */
        NEWS
    }

    Answer take(PolicyUpdate update, long at) {
        PolicyUpdate present = versions.get(update.version());
        boolean belongs = present == null ? isNext(update) || isBefore(update) : isSame(present, update);
        if (!belongs) {
            return Answer.FOREIGN;
        }
        earliest = versions.isEmpty() ? at : earliest;
        latest = at;
        boolean news = present == null || (present.last() && !update.last());
        if (!update.last() || update.version() >= newest()) { // a mark below the newest version is outdated
            position = update.version();
        }
        if (news) {
            versions.put(update.version(), update);
            news = update.version() > versions.lastKey() - kept;
            trim();
        }
        return mark(update) || news ? Answer.NEWS : Answer.KNOWN;
    }

    /** Sets or clears the mark of the newest version as the last. Returns whether the mark changed. */
    private boolean mark(PolicyUpdate update) {
        if (update.version() != newest() || update.last() == (marked == update.version())) {
            return false;
        }
        marked = update.last() ? update.version() : -1;
        return true;
    }

    /** Adds the ancestors of the oldest version from another chain. */
    void extendBelow(VersionChain other) {
        while (!versions.isEmpty()) {
            PolicyUpdate oldest = versions.firstEntry().getValue();
            PolicyUpdate parent = other.versions.get(oldest.version() - 1);
            if (parent == null || parent.version() <= position - kept || !isChild(parent, oldest)) {
                return;
            }
            versions.put(parent.version(), parent);
        }
    }

    private void trim() {
        versions.headMap(position - kept, true).clear();
        while (versions.size() > 2 * kept) {
            versions.pollLastEntry();
        }
    }

    /** The version of the latest record; −1 if there is none. */
    long position() {
        return position;
    }

    /** Number of versions up to the position. */
    int sizeUpToPosition() {
        return versions.headMap(position, true).size();
    }

    /** Whether the chain is more than a single record that any client may have written. */
    boolean counts() {
        return versions.size() > 1 || versions.containsKey(0L) || isRepeated();
    }

    /** Whether its records span more than the period at which a waiting learner repeats its newest version. */
    private boolean isRepeated() {
        return !versions.isEmpty() && latest - earliest >= PolicyLineage.SILENCE_MILLIS;
    }

    /** The newest version; −1 if there is none. */
    long newest() {
        return versions.isEmpty() ? -1 : versions.lastKey();
    }

    Optional<PolicyUpdate> find(long version) {
        return Optional.ofNullable(versions.get(version));
    }

    List<PolicyUpdate> versions() {
        return List.copyOf(versions.values());
    }

    int size() {
        return versions.size();
    }

    /** The version that is marked as the last; −1 if none is. */
    long marked() {
        return marked;
    }

    /** Time of publication of its latest record, repetitions included. */
    long latest() {
        return latest;
    }

    private boolean isNext(PolicyUpdate update) {
        return versions.isEmpty() || isChild(versions.lastEntry().getValue(), update);
    }

    private boolean isBefore(PolicyUpdate update) {
        return isChild(update, versions.firstEntry().getValue());
    }

    private static boolean isChild(PolicyUpdate parent, PolicyUpdate child) {
        return child.version() - 1 == parent.version()
                && child.lineage().parentHash().equals(parent.hash());
    }

    private static boolean isSame(PolicyUpdate one, PolicyUpdate other) {
        return one.hash().equals(other.hash()) && one.lineage().equals(other.lineage());
    }
}
