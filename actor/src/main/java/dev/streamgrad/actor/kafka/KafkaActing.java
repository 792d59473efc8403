package dev.streamgrad.actor.kafka;

import dev.streamgrad.actor.ActingLoop;
import dev.streamgrad.actor.ActingMeter;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.LearnerPosition;
import dev.streamgrad.actor.PolicySource;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.InspectedRecords;
import java.util.Map;
import java.util.Optional;

/**
 * A pool of agents with its own connections to Kafka. The connections are opened before the pool is created, since the newest
 * version of the policy decides where agents resume.
 */
public final class KafkaActing implements AutoCloseable {

    private final TrainingSpec spec;
    private final ActingMeter meter;
    private final KafkaPolicySource policies;
    private final KafkaTransitionSink transitions;
    private volatile Optional<ActingLoop> loop = Optional.empty();
    private volatile boolean stopped;

    /**
     * Connects to the policies topic and the transitions topic.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param since time before which nothing of the policy was written, in milliseconds by the broker's clock; 0 if unknown
     * @param rejections receives the records of the policy that are ignored
     */
    public KafkaActing(
            Map<String, Object> client,
            TopicNames names,
            TrainingSpec spec,
            long since,
            ActingMeter meter,
            InspectedRecords.Rejections rejections) {
        this.spec = spec;
        this.meter = meter;
        transitions = new KafkaTransitionSink(client, names.transitions());
        try {
            policies = new KafkaPolicySource(client, names.policies(), spec, since, rejections);
        } catch (RuntimeException e) {
            transitions.close();
            throw e;
        }
    }

    /**
     * The current version of the learner of the policy.
     *
     * @param watch called every second while the learner is waited for; an exception from it ends the wait
     */
    public LearnerPosition position(Runnable watch) {
        return policies.position(watch);
    }

    /** Whether the training has ended, as one of the statuses states and {@code end} confirms. */
    public boolean isOver(SaidEnds said, EndOfTraining end) {
        return policies.isOver(said, end);
    }

    /**
     * Runs these agents in the thread of the caller until the loop ends; returns the reason.
     *
     * @param watch called before every rollout; an exception from it ends the loop
     */
    public ActingLoop.EndReason run(AgentPool pool, Runnable watch) {
        PolicySource counted = meter.policies(policies);
        PolicySource watched = version -> {
            watch.run();
            return counted.awaitVersion(version);
        };
        ActingLoop acting = new ActingLoop(spec, pool, watched, meter.transitions(transitions));
        loop = Optional.of(acting);
        if (stopped) {
            acting.close();
        }
        return acting.run();
    }

    /** Ends {@link #run} before its next step. May be called from any thread. */
    public void stop() {
        stopped = true;
        loop.ifPresent(ActingLoop::close);
        policies.close();
    }

    /** Stops, and waits a few seconds for pending blocks to arrive. */
    @Override
    public void close() {
        stop();
        transitions.close();
    }
}
