package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a status is believed by which a training is over: anybody with access to its topic may have written it.
 *
 * <table>
 * <caption>When it is believed</caption>
 * <tr><td>no version was published, and it failed</td><td>at once</td></tr>
 * <tr><td>the newest version is the one that it names and is marked as the last, and the spec allows the training to end there</td>
 * <td>at once</td></tr>
 * <tr><td>otherwise</td><td>once nothing came of the learner for 12 s, which repeats its newest version while it waits</td></tr>
 * </table>
 */
public final class EndOfTraining {

    /** Longer than two periods in which a learner that waits repeats its newest version. */
    static final Duration SILENCE = Duration.ofSeconds(12);

    private final TrainingSpec spec;
    private final Clock clock;
    private Optional<PolicyStatus> asked = Optional.empty();
    private long heard;
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
     * Whether the training is over, as this status says; asked again and again while it is the newest.
     *
     * @param lineage the versions that were published until now
     */
    public boolean isReached(PolicyStatus over, PolicyLineage lineage) {
        long now = clock.millis();
        if (!asked.equals(Optional.of(over)) || heard != lineage.latest()) {
            asked = Optional.of(over);
            heard = lineage.latest();
            silentSince = now;
        }
        boolean failedAtOnce = over.state() == PolicyStatus.State.FAILED && lineage.newest() < 0;
        return failedAtOnce || isAgreed(over, lineage) || now - silentSince >= SILENCE.toMillis();
    }

    private boolean isAgreed(PolicyStatus over, PolicyLineage lineage) {
        return lineage.endsWith(over.sinceVersion())
                && lineage.find(over.sinceVersion()).filter(this::mayEnd).isPresent();
    }

    /** By itself: where the total or the target is reached or updates failed; what another revision allows is not known. */
    private boolean mayEnd(PolicyUpdate update) {
        return (spec.updates() > 0 && update.version() >= spec.updates())
                || spec.budget().targetReturn().isPresent()
                || update.skipped()
                || update.specRevision() != spec.revision();
    }
}
