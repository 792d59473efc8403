package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Versions without a gap, each of which names the hash of the one before. Of many, those are kept that end where the learner stands, and, where it
 * was restored, as many that it had come to before: they are good until it comes there again.
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

    /** What an offered version is to the chain. */
    enum Answer {
        /** It is no part of it. */
        FOREIGN,
        /** It is there already. */
        KNOWN,
        /** It was not there, or was not known to be the last, or is not the last after all. */
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
        if (!update.last() || update.version() >= newest()) { // no learner stands at an end that it has passed
            position = update.version();
        }
        if (news) {
            versions.put(update.version(), update);
            news = update.version() > versions.lastKey() - kept;
            trim();
        }
        return mark(update) || news ? Answer.NEWS : Answer.KNOWN;
    }

    /** Whether the newest version is marked as the last by this record and was not before, or the other way round. */
    private boolean mark(PolicyUpdate update) {
        if (update.version() != newest() || update.last() == (marked == update.version())) {
            return false;
        }
        marked = update.last() ? update.version() : -1;
        return true;
    }

    /** Takes over what the oldest descends from. */
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

    /** How many versions are there up to the position. */
    int sizeUpToPosition() {
        return versions.headMap(position, true).size();
    }

    /** Whether it is more than a single record that anybody may have written. */
    boolean counts() {
        return versions.size() > 1 || versions.containsKey(0L) || isRepeated();
    }

    /** Whether its records span the time after which a silent learner would have repeated itself. */
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

    /** The version that was marked as the last; −1 if none was. */
    long marked() {
        return marked;
    }

    /** When its latest record was published, a repetition included. */
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
