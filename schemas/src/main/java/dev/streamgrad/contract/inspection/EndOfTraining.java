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
 * Whether a status is believed by which a training is over: anybody with access to its topic may have written it.
 *
 * <table>
 * <caption>When it is believed</caption>
 * <tr><td>no version was published, and it failed</td><td>at once</td></tr>
 * <tr><td>the newest version is the one that it names and is marked as the last, and the spec allows the training to end there</td>
 * <td>at once</td></tr>
 * <tr><td>a later version than the one that it names was published, or not even the one before</td><td>never</td></tr>
 * <tr><td>otherwise</td><td>once nothing came of the learner for 12 s, which repeats its newest version while it waits</td></tr>
 * </table>
 */
public final class EndOfTraining {

    /** Longer than two periods in which a learner that waits repeats its newest version. */
    static final Duration SILENCE = Duration.ofSeconds(12);

    private final TrainingSpec spec;
    private final Clock clock;
    private OptionalLong heard = OptionalLong.empty();
    private long silentSince;

    /**
     * Of one training.
     *
     * @param clock never goes back
     */
    public EndOfTraining(TrainingSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /**
     * The status that is believed; empty while the training goes on. It is asked again and again.
     *
     * @param said the statuses until now
     * @param lineage the versions until now
     */
    public Optional<PolicyStatus> reached(SaidEnds said, PolicyLineage lineage) {
        List<PolicyStatus> ends = said.from(lineage.position());
        boolean silent = isSilent(ends.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lineage.latest()));
        return ends.stream()
                .filter(end ->
                        failedAtOnce(end, lineage) || isAgreed(end, lineage) || (silent && isOfTheNewest(end, lineage)))
                .findFirst();
    }

    /** Whether nothing came for a while, of which one begins to be sure where there is something to be sure of. */
    private boolean isSilent(OptionalLong now) {
        if (!heard.equals(now)) {
            heard = now;
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

    /** The last version may not have been published, as where that is what failed. */
    private static boolean isOfTheNewest(PolicyStatus end, PolicyLineage lineage) {
        return lineage.position() == end.sinceVersion() || lineage.position() == end.sinceVersion() - 1;
    }

    /** By itself: where the total or the target is reached or updates failed; what another revision allows is not known. */
    private boolean mayEnd(PolicyUpdate update) {
        return (spec.updates() > 0 && update.version() >= spec.updates())
                || spec.budget().targetReturn().isPresent()
                || update.skipped()
                || update.specRevision() != spec.revision();
    }
}
