package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.util.Collector;

/**
 * The newest versions of the policy at hand: the lag + 2 that agents may ask for. They are published as they are made, and all of them once
 * more when the job begins again from a checkpoint: the topic may have lost its tail, or have gone further than the transitions that are left,
 * and agents learn from it where the learner stands.
 */
final class Publications {

    private final ListState<PolicyUpdate> published;

    /** Policies whose versions this attempt of the task has published. */
    private final Set<String> told = new HashSet<>();

    /** Over the state of the policy at hand. */
    Publications(ListState<PolicyUpdate> published) {
        this.published = published;
    }

    /** Publishes the next version; after the last of a training no other is asked for. */
    void publish(PolicyUpdate next, Collector<PolicyUpdate> out) throws Exception {
        List<PolicyUpdate> kept = next.last() ? new ArrayList<>() : kept();
        kept.add(next);
        int most = next.lag() + 2;
        published.update(kept.subList(Math.max(0, kept.size() - most), kept.size()));
        told.add(next.policyId());
        out.collect(next);
    }

    /** Whether this attempt has not published anything of a policy yet. */
    boolean areUntold(String policyId) {
        return !told.contains(policyId);
    }

    /** Publishes all of them once more. A checkpoint of an earlier release holds none: the learner repeats its newest while it waits. */
    void publishAgain(String policyId, Collector<PolicyUpdate> out) throws Exception {
        told.add(policyId);
        kept().forEach(out::collect);
    }

    /** The versions, oldest first. */
    List<PolicyUpdate> kept() throws Exception {
        List<PolicyUpdate> kept = new ArrayList<>();
        published.get().forEach(kept::add);
        return kept;
    }
}
