package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.acting.ActingLoop;
import dev.streamgrad.simulator.acting.ActingMeter;
import dev.streamgrad.simulator.acting.AgentPool;
import java.util.Map;

/** A pool of agents that acts with ends of its own on Kafka. */
public final class KafkaActing implements AutoCloseable {

    private final KafkaPolicySource policies;
    private final KafkaTransitionSink transitions;
    private final ActingLoop loop;

    /**
     * Connects both ends.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public KafkaActing(
            Map<String, Object> client, TopicNames names, TrainingSpec spec, AgentPool pool, ActingMeter meter) {
        transitions = new KafkaTransitionSink(client, names.transitions());
        try {
            policies = new KafkaPolicySource(
                    client, names.policies(), spec.policyId(), spec.rollouts().lag());
        } catch (RuntimeException e) {
            transitions.close();
            throw e;
        }
        loop = new ActingLoop(spec, pool, meter.policies(policies), meter.transitions(transitions));
    }

    /** Acts in the caller's thread until there is a reason to end. */
    public ActingLoop.Outcome run() {
        return loop.run();
    }

    /** Lets {@link #run} end before its next step; may be called from any thread. */
    public void stop() {
        loop.close();
        policies.close();
    }

    /** Ends, and gives what is under way a few seconds to arrive. */
    @Override
    public void close() {
        stop();
        transitions.close();
    }
}
