package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.util.Collector;

/**
 * The newest published versions of the current policy: the lag + 2 versions that agents may need. A version is published as soon as it is
 * computed. After a restore, all of them are published again: the topic may have lost its newest records, or may be ahead of the remaining
 * transitions, and the repetition shows agents at which version the learner resumed.
 */
final class Publications {

    private final ListState<PolicyUpdate> published;

    /** Ids of the policies that this attempt of the task has published. */
    private final Set<String> publishedPolicies = new HashSet<>();

    /** Works on the keyed state of the current policy. */
    Publications(ListState<PolicyUpdate> published) {
        this.published = published;
    }

    /** Publishes the next version. The last version of a training replaces the earlier ones, which no agent needs any more. */
    void publish(PolicyUpdate next, Collector<PolicyUpdate> out) throws Exception {
        List<PolicyUpdate> kept = next.last() ? new ArrayList<>() : kept();
        kept.add(next);
        int most = next.lag() + 2;
        published.update(kept.subList(Math.max(0, kept.size() - most), kept.size()));
        publishedPolicies.add(next.policyId());
        out.collect(next);
    }

    /** Whether this attempt of the task has not published a version of the policy yet. */
    boolean areUnpublished(String policyId) {
        return !publishedPolicies.contains(policyId);
    }

    /** Publishes the kept versions again. A checkpoint of an early release has none; its learner repeats the newest while it waits. */
    void publishAgain(String policyId, Collector<PolicyUpdate> out) throws Exception {
        publishedPolicies.add(policyId);
        kept().forEach(out::collect);
    }

    /** The kept versions, oldest first. */
    List<PolicyUpdate> kept() throws Exception {
        List<PolicyUpdate> kept = new ArrayList<>();
        published.get().forEach(kept::add);
        return kept;
    }
}
