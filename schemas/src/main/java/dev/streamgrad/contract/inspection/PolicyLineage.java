package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the newest versions of one policy that descend from each other: each names the hash of the one before. Every client with access
 * to the topic may have written a record, so a version that does not descend from the line is kept apart.
 *
 * <table>
 * <caption>Effect of an offered version that passed {@link PolicyInspection}</caption>
 * <tr><td>it descends from the newest version</td><td>it is added to the line</td></tr>
 * <tr><td>it is in the line already</td><td>it confirms that version; if it is not marked as the last, it replaces one that is</td></tr>
 * <tr><td>it is the parent of the oldest version</td><td>it is added with its own ancestors: the learner was restored</td></tr>
 * <tr><td>otherwise</td><td>it starts or extends the rival line; there is only one</td></tr>
 * </table>
 *
 * <p>A line counts if it contains version 0 or two versions, or if its records span {@value #SILENCE_MILLIS} ms: the learner repeats its
 * newest version while it waits for agents. A rival that counts replaces the line in three cases: the line does not count; the rival has
 * at least two versions and a newer one than the line, because the reader was slower than the topic's compaction; or the rival's records
 * span {@value #SILENCE_MILLIS} ms without a record of the line, because the topic lost its tail.
 */
public final class PolicyLineage {

    /** Longer than the period at which the learner repeats its newest version. */
    static final long SILENCE_MILLIS = 8_000;

    private final int kept;
    private VersionChain line;
    private VersionChain rival;
    private OptionalLong rivalAloneSince = OptionalLong.empty();
    private long publications;

    /**
     * Starts without versions.
     *
     * @param lag how many versions the acting policy trails; lag + 2 versions are kept, as in the topic
     */
    public PolicyLineage(int lag) {
        kept = lag + 2;
        line = new VersionChain(kept);
        rival = new VersionChain(kept);
    }

    /**
     * Offers a version that passed its inspection.
     *
     * @param at time of publication, in milliseconds of the broker's clock
     * @return the versions that count from now on, oldest first, or the version whose mark as the last changed; empty if nothing is new
     */
    public List<PolicyUpdate> offer(PolicyUpdate update, long at) {
        boolean counted = line.counts();
        VersionChain.Answer answer = line.take(update, at);
        if (answer == VersionChain.Answer.FOREIGN) {
            challenge(update, at);
            return takesOver(at) ? replace() : List.of();
        }
        line.extendBelow(rival);
        rivalAloneSince = OptionalLong.empty();
        publications += line.counts() ? 1 : 0;
        if (!counted) {
            return line.counts() ? line.versions() : List.of();
        }
        return answer == VersionChain.Answer.NEWS ? List.of(update) : List.of();
    }

    /**
     * The learner's current version: that of the latest record that counts; −1 if none counts. After a restore it is below the newest
     * version until the learner reaches that one again.
     */
    public long position() {
        return line.counts() ? line.position() : -1;
    }

    /** Number of records that have counted so far. It increases with every record that the learner publishes. */
    public long publications() {
        return publications;
    }

    /** Whether no version was offered yet. */
    public boolean isEmpty() {
        return line.size() == 0;
    }

    /** Finds a version that counts and is kept. */
    public Optional<PolicyUpdate> find(long version) {
        return line.counts() ? line.find(version) : Optional.empty();
    }

    /** Whether a version is older than those that are kept. */
    public boolean isGone(long version) {
        return line.counts() && version <= line.position() - kept;
    }

    /** Whether this is the learner's current version, and its latest record marks it as the last. */
    public boolean endsWith(long version) {
        return line.counts() && line.position() == version && line.marked() == version;
    }

    /** Time of publication of the latest record of the line, repetitions included, in milliseconds of the broker's clock. */
    public long latest() {
        return line.latest();
    }

    /** Whether all versions to keep are present, so that no older one need be offered. */
    public boolean isComplete() {
        return line.counts() && line.sizeUpToPosition() == Math.min(kept, line.position() + 1);
    }

    private void challenge(PolicyUpdate update, long at) {
        if (rival.take(update, at) == VersionChain.Answer.FOREIGN) {
            rival = new VersionChain(kept);
            rival.take(update, at);
            rivalAloneSince = OptionalLong.empty();
        }
        rivalAloneSince = OptionalLong.of(rivalAloneSince.orElse(at));
    }

    private boolean takesOver(long now) {
        if (!rival.counts()) {
            return false;
        }
        boolean ahead = rival.newest() > line.newest() && rival.size() > 1;
        boolean alone = now - rivalAloneSince.orElse(now) >= SILENCE_MILLIS;
        return !line.counts() || ahead || alone;
    }

    private List<PolicyUpdate> replace() {
        VersionChain before = line;
        line = rival;
        rival = before;
        publications++;
        rivalAloneSince = OptionalLong.empty();
        return line.versions();
    }
}
