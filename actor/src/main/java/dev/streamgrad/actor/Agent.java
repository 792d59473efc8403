package dev.streamgrad.actor;

import dev.streamgrad.actor.inference.ActionAdapter;
import dev.streamgrad.actor.inference.Actor;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.CheckedEnvironment;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.StepResult;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One environment instance that acts with the policy. Its steps depend only on seed, agent, sequence, episode and policy versions. */
final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final TrainingSpec spec;
    private final int index;
    private final int rolloutLength;
    private final Environment environment;
    private final ActionAdapter adapter;
    private final AgentRandom chance;
    private final TransitionBlockBuilder block;
    private final float[] observation;
    private final float[] sample;
    private final float[] action;
    private final byte[] mask;
    private final StepResult result = new StepResult();

    private long sequence;
    private long episode;
    private int episodeStep;

    Agent(TrainingSpec spec, Environment environment, AgentRandom chance, ResumePoint start) {
        this.spec = spec;
        index = start.agent();
        rolloutLength = spec.rollouts().rolloutLength();
        this.environment = new CheckedEnvironment(
                environment, spec.environment().id(), () -> "policy " + spec.policyId() + ", agent " + index);
        this.chance = chance;
        adapter = new ActionAdapter(spec.environment().actionTransform(), environment.actionSpace());
        block = new TransitionBlockBuilder(spec, index, start.incarnation());
        observation = new float[environment.observationSpace().elements()];
        sample = new float[environment.actionSpace().elements()];
        action = new float[sample.length];
        mask = new byte[spec.environment().maskBytes()];
        sequence = start.sequence();
        beginEpisode(start.episode());
        if (!replay(start)) {
            LOG.warn(
                    "Agent {} of policy {} cannot replay its episode {} up to sequence {}; it abandons the episode.",
                    index,
                    spec.policyId(),
                    start.episode(),
                    sequence);
            beginEpisode(start.episode() + 1);
        }
    }

    long sequence() {
        return sequence;
    }

    /** Copies the current observation, and the action mask if there is one, to a row of a batch. */
    void observe(float[] observations, byte[] masks, int row) {
        System.arraycopy(observation, 0, observations, row * observation.length, observation.length);
        if (mask.length > 0) {
            environment.mask(mask, 0);
            System.arraycopy(mask, 0, masks, row * mask.length, mask.length);
        }
    }

    /** Takes one step; samples the action from row {@code row} of {@code actor}. */
    void step(Actor actor, int row, long policyVersion, TransitionSink sink) {
        float logProbability = actor.sample(row, chance.action(index, spec.actionIndex(sequence)), sample, 0);
        adapter.apply(sample, action, 0);
        environment.step(action, 0, chance.dynamics(index, sequence), result);
        if (block.isEmpty()) {
            block.begin(sequence, policyVersion, episode, episodeStep);
        }
        block.add(observation, mask, sample, logProbability, result);
        environment.observe(observation, 0);
        sequence++;
        episodeStep += episodeStep < Integer.MAX_VALUE ? 1 : 0;
        boolean endsRollout = sequence % rolloutLength == 0;
        if (result.ended() || endsRollout) {
            block.addNextObservation(observation);
        }
        if (result.ended()) {
            beginEpisode(episode + 1);
        }
        if (endsRollout || block.isFull()) {
            sink.publish(block.build());
        }
    }

    private void beginEpisode(long newEpisode) {
        episode = newEpisode;
        episodeStep = 0;
        environment.reset(chance.reset(index, newEpisode));
        environment.observe(observation, 0);
    }

    /**
     * Replays the recorded actions of the open episode. Returns false if an observation differs from its record, or if the episode
     * ends.
     */
    private boolean replay(ResumePoint start) {
        SpaceRows actionRows = new SpaceRows(environment.actionSpace());
        SpaceRows observationRows = new SpaceRows(environment.observationSpace());
        int rowBytes = observationRows.rowBytes();
        byte[] seen = new byte[rowBytes];
        int steps = start.openActions().length / actionRows.rowBytes();
        for (int i = 0; i < steps; i++) {
            observationRows.write(observation, seen, 0);
            if (!Arrays.equals(seen, 0, rowBytes, start.openObservations(), i * rowBytes, (i + 1) * rowBytes)) {
                return false;
            }
            actionRows.read(start.openActions(), i, sample);
            adapter.apply(sample, action, 0);
            environment.step(action, 0, chance.dynamics(index, sequence - steps + i), result);
            environment.observe(observation, 0);
            episodeStep++;
            if (result.ended()) {
                return false;
            }
        }
        return true;
    }
}
