package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest versions of one policy that descend from each other: each names the hash of the one before. One record alone proves nothing,
 * since anybody with access to the topic may have written it, so that what does not descend is held apart.
 *
 * <table>
 * <caption>What an offered version does, after it passed {@link PolicyInspection}</caption>
 * <tr><td>descends from the newest</td><td>counts</td></tr>
 * <tr><td>is there already</td><td>confirms it; takes the place of one that was marked as the last, unless marked itself</td></tr>
 * <tr><td>is what the oldest descends from</td><td>counts, with what it descends from itself: the learner was restored</td></tr>
 * <tr><td>anything else</td><td>begins or continues a rival line, the only one there is</td></tr>
 * </table>
 *
 * <p>A line counts once it begins with version 0, or has two versions, or was repeated for {@value #SILENCE_MILLIS} ms, as the learner
 * repeats its newest while it waits for agents. A rival takes over where it counts and the line does not; where it has run ahead with two
 * versions of which one descends from the other, as a reader sees that was slower than the topic's compaction; and where it is repeated
 * for {@value #SILENCE_MILLIS} ms in which nothing of the line came, as after the topic lost its tail.
 */
public final class PolicyLineage {

    /** Longer than one period in which the learner repeats its newest version. */
    static final long SILENCE_MILLIS = 8_000;

    private final int kept;
    private VersionChain line;
    private VersionChain rival;
    private OptionalLong rivalAloneSince = OptionalLong.empty();
    private long publications;

    /** None so far, of a policy whose acting trails by {@code lag} versions; lag + 2 versions are kept, as in the topic. */
    public PolicyLineage(int lag) {
        kept = lag + 2;
        line = new VersionChain(kept);
        rival = new VersionChain(kept);
    }

    /**
     * Takes a version that passed its inspection.
     *
     * @param at when it was published, in milliseconds by the broker's clock
     * @return what is news: versions that count from now on, oldest first, or the word that one of them is the last
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
     * The version where the learner stands: that of the latest record that counts. It is below the newest where the learner was restored and
     * has not come there again. −1 if none counts.
     */
    public long position() {
        return line.counts() ? line.position() : -1;
    }

    /** How many records have counted; another number means that the learner has published something since. */
    public long publications() {
        return publications;
    }

    /** Whether no version was offered at all. */
    public boolean isEmpty() {
        return line.size() == 0;
    }

    /** A version that counts and is kept. */
    public Optional<PolicyUpdate> find(long version) {
        return line.counts() ? line.find(version) : Optional.empty();
    }

    /** Whether a version is older than those that are kept. */
    public boolean isGone(long version) {
        return line.counts() && version <= line.position() - kept;
    }

    /** Whether this is the newest version, and the latest record of it marked it as the last. */
    public boolean endsWith(long version) {
        return line.counts() && line.position() == version && line.marked() == version;
    }

    /** When the latest record of a version that counts was published, a repetition included, in milliseconds by the broker's clock. */
    public long latest() {
        return line.latest();
    }

    /** Whether all are there that would be kept, so that nothing older need be offered. */
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
