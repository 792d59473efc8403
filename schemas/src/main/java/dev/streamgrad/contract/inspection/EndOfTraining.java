package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides whether a status that reports the end of a training is accepted. Every client with access to the status topic may have written
 * it, so it is compared with the versions that the learner published.
 *
 * <table>
 * <caption>When a status is accepted</caption>
 * <tr><td>it is FAILED, and no version was published</td><td>at once</td></tr>
 * <tr><td>it names the learner's current version, which is marked as the last, and the spec allows training to end there</td>
 * <td>at once</td></tr>
 * <tr><td>it names a version below the current one, or more than one above it</td><td>never</td></tr>
 * <tr><td>otherwise</td><td>after 12 s without a record of the learner, which repeats its newest version while it waits</td></tr>
 * </table>
 */
public final class EndOfTraining {

    /** Longer than two of the periods at which a waiting learner repeats its newest version. */
    static final Duration SILENCE = Duration.ofSeconds(12);

    private final TrainingSpec spec;
    private final Clock clock;
    private OptionalLong latestRecord = OptionalLong.empty();
    private long silentSince;

    /**
     * Starts the decision for one training.
     *
     * @param clock a monotonic clock
     */
    public EndOfTraining(TrainingSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /**
     * Returns the accepted status; empty while training continues. Call it repeatedly.
     *
     * @param statuses all statuses so far
     * @param lineage all versions so far
     */
    public Optional<PolicyStatus> reached(SaidEnds statuses, PolicyLineage lineage) {
        List<PolicyStatus> ends = statuses.from(lineage.position());
        boolean silent = isSilent(ends.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lineage.latest()));
        return ends.stream()
                .filter(end ->
                        failedAtOnce(end, lineage) || isAgreed(end, lineage) || (silent && isOfTheNewest(end, lineage)))
                .findFirst();
    }

    /** Whether the learner published nothing for {@link #SILENCE}. The time counts from the first call with a status to decide on. */
    private boolean isSilent(OptionalLong now) {
        if (!latestRecord.equals(now)) {
            latestRecord = now;
            silentSince = clock.millis();
        }
        return now.isPresent() && clock.millis() - silentSince >= SILENCE.toMillis();
    }

    private static boolean failedAtOnce(PolicyStatus end, PolicyLineage lineage) {
        return end.state() == PolicyStatus.State.FAILED && lineage.isEmpty();
    }

    private boolean isAgreed(PolicyStatus end, PolicyLineage lineage) {
        return lineage.endsWith(end.sinceVersion())
                && lineage.find(end.sinceVersion()).filter(this::mayEnd).isPresent();
    }

    /** Whether a status names the current version or the next one, whose publication may have failed. */
    private static boolean isOfTheNewest(PolicyStatus end, PolicyLineage lineage) {
        return lineage.position() == end.sinceVersion() || lineage.position() == end.sinceVersion() - 1;
    }

    /**
     * Whether training may end at this version: the total is reached, the spec has a target return, or the update was skipped. A version
     * of another revision may always be the last, since that revision is unknown here.
     */
    private boolean mayEnd(PolicyUpdate update) {
        return (spec.updates() > 0 && update.version() >= spec.updates())
                || spec.budget().targetReturn().isPresent()
                || update.skipped()
                || update.specRevision() != spec.revision();
    }
}
