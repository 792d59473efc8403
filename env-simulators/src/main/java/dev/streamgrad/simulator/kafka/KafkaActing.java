package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.acting.ActingLoop;
import dev.streamgrad.simulator.acting.ActingMeter;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.acting.LearnerPosition;
import java.util.Map;
import java.util.Optional;

/**
 * A pool of agents that acts with ends of its own on Kafka. The ends come first: where agents resume depends on the policy's newest version.
 */
public final class KafkaActing implements AutoCloseable {

    private final TrainingSpec spec;
    private final ActingMeter meter;
    private final KafkaPolicySource policies;
    private final KafkaTransitionSink transitions;
    private volatile Optional<ActingLoop> loop = Optional.empty();
    private volatile boolean stopped;

    /**
     * Connects both ends.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param since nothing of the policy is older, in milliseconds by the broker's clock; 0 if that is not known
     * @param refusals hears of records of the policy that are passed over
     */
    public KafkaActing(
            Map<String, Object> client,
            TopicNames names,
            TrainingSpec spec,
            long since,
            ActingMeter meter,
            InspectedRecords.Refusals refusals) {
        this.spec = spec;
        this.meter = meter;
        transitions = new KafkaTransitionSink(client, names.transitions());
        try {
            policies = new KafkaPolicySource(client, names.policies(), spec, since, refusals);
        } catch (RuntimeException e) {
            transitions.close();
            throw e;
        }
    }

    /**
     * Where the learner of the policy stands.
     *
     * @param watch called every second while the learner is waited for; what it throws ends the wait
     */
    public LearnerPosition position(Runnable watch) {
        return policies.position(watch);
    }

    /** Whether the training is over, as some status says. */
    public boolean isOver(SaidEnds said, EndOfTraining end) {
        return policies.isOver(said, end);
    }

    /** Lets these agents act, in the caller's thread, until there is a reason to end. */
    public ActingLoop.Outcome run(AgentPool pool) {
        ActingLoop acting = new ActingLoop(spec, pool, meter.policies(policies), meter.transitions(transitions));
        loop = Optional.of(acting);
        if (stopped) {
            acting.close();
        }
        return acting.run();
    }

    /** Lets {@link #run} end before its next step; may be called from any thread. */
    public void stop() {
        stopped = true;
        loop.ifPresent(ActingLoop::close);
        policies.close();
    }

    /** Ends, and gives what is under way a few seconds to arrive. */
    @Override
    public void close() {
        stop();
        transitions.close();
    }
}
