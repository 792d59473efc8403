package dev.streamgrad.actor;

import dev.streamgrad.actor.inference.Actor;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some agents of one policy that act in one thread. Each time step is one batched forward pass, then one step of every agent, in
 * order.
 *
 * <p>All agents that are due are at the sequence of the pool. An agent that resumes at a later sequence waits until the others
 * reach it. The transitions of an agent do not depend on its pool.
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
     * Creates a pool of agents.
     *
     * @param starts where each agent starts; at least one
     */
    public AgentPool(TrainingSpec spec, EnvironmentRegistry environments, List<ResumePoint> starts) {
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("A pool needs at least one agent.");
        }
        this.spec = spec;
        actor = new Actor(spec.environment(), spec.network());
        AgentRandom chance = new AgentRandom(spec.seed());
        agents = new Agent[starts.size()];
        for (int i = 0; i < agents.length; i++) {
            ResumePoint start = starts.get(i);
            if (start.agent() < 0 || start.agent() >= spec.rollouts().agents()) {
                throw new IllegalArgumentException("Policy " + spec.policyId() + " has the agents 0 … "
                        + (spec.rollouts().agents() - 1) + ", but the pool has agent " + start.agent() + ".");
            }
            agents[i] = new Agent(spec, environments.create(spec.environment()), chance, start);
        }
        due = new Agent[agents.length];
        observations =
                new float[agents.length * spec.environment().observationSpace().elements()];
        masks = new byte[agents.length * spec.environment().maskBytes()];
        sequence = starts.stream().mapToLong(ResumePoint::sequence).min().orElseThrow();
    }

    /** Creates a pool of the agents from … to−1, each at its first step. */
    public static AgentPool fresh(TrainingSpec spec, EnvironmentRegistry environments, int from, int to) {
        return new AgentPool(
                spec,
                environments,
                IntStream.range(from, to).mapToObj(ResumePoint::fresh).toList());
    }

    /** The rollout of the next step. */
    public long rollout() {
        return sequence / spec.rollouts().rolloutLength();
    }

    /** Sets the policy version that acts from now on. */
    public void load(PolicyUpdate policy) {
        if (!policy.policyId().equals(spec.policyId()) || !policy.network().equals(spec.network())) {
            throw new IllegalArgumentException("Version " + policy.version() + " of policy " + policy.policyId()
                    + " does not fit the training spec of " + spec.policyId() + "; its id or its network differs.");
        }
        actor.load(policy);
        policyVersion = policy.version();
    }

    /** Takes one step of every agent that is due, and publishes the blocks that are complete. */
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
