package dev.streamgrad.simulator.acting;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.inference.Actor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some agents of one policy in one thread: each time step is one batched forward pass, then a step of every agent, in order.
 *
 * <p>All agents that are due stand at the same sequence, the pool's. An agent that resumed further on waits until the others
 * have come that far. Which pool an agent is in makes no difference to its transitions.
 */
public final class AgentPool {

    private final TrainingSpec spec;
    private final Actor actor;
    private final Agent[] agents;
    private final Agent[] due;
    private final float[] observations;
    private final byte[] masks;

    private long sequence;
    private long policyVersion = -1;

    /**
     * Agents from where they start.
     *
     * @param starts at least one
     */
    public AgentPool(TrainingSpec spec, EnvironmentRegistry environments, List<AgentStart> starts) {
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("A pool needs at least one agent.");
        }
        this.spec = spec;
        actor = new Actor(spec.environment(), spec.network());
        Chance chance = new Chance(spec.seed());
        agents = new Agent[starts.size()];
        for (int i = 0; i < agents.length; i++) {
            AgentStart start = starts.get(i);
            if (start.agent() < 0 || start.agent() >= spec.rollouts().agents()) {
                throw new IllegalArgumentException("Policy " + spec.policyId() + " has the agents 0 … "
                        + (spec.rollouts().agents() - 1) + ", but agent " + start.agent() + " is to act.");
            }
            agents[i] = new Agent(spec, environments.create(spec.environment()), chance, start);
        }
        due = new Agent[agents.length];
        observations =
                new float[agents.length * spec.environment().observationSpace().elements()];
        masks = new byte[agents.length * spec.environment().maskBytes()];
        sequence = starts.stream().mapToLong(AgentStart::sequence).min().orElseThrow();
    }

    /** The agents from … to−1, from their very first step. */
    public static AgentPool fresh(TrainingSpec spec, EnvironmentRegistry environments, int from, int to) {
        return new AgentPool(
                spec,
                environments,
                IntStream.range(from, to).mapToObj(AgentStart::fresh).toList());
    }

    /** The rollout of the next step. */
    public long rollout() {
        return sequence / spec.rollouts().rolloutLength();
    }

    /** Takes the policy version that acts from now on. */
    public void load(PolicyUpdate policy) {
        if (!policy.policyId().equals(spec.policyId()) || !policy.network().equals(spec.network())) {
            throw new IllegalArgumentException("Version " + policy.version() + " of policy " + policy.policyId()
                    + " does not fit the training spec of " + spec.policyId() + "; its id or its network differs.");
        }
        actor.load(policy);
        policyVersion = policy.version();
    }

    /** Takes one step of every agent that is due, and publishes the blocks that it completes. */
    public void step(TransitionSink sink) {
        if (policyVersion < 0) {
            throw new IllegalStateException("The agents cannot act before a policy version is loaded.");
        }
        int rows = 0;
        for (Agent agent : agents) {
            if (agent.sequence() == sequence) {
                agent.observe(observations, masks, rows);
                due[rows++] = agent;
            }
        }
        actor.evaluate(observations, rows, masks);
        for (int row = 0; row < rows; row++) {
            due[row].step(actor, row, policyVersion, sink);
        }
        sequence++;
    }
}
