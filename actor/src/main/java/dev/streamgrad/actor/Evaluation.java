package dev.streamgrad.actor;

import dev.streamgrad.actor.inference.ActionAdapter;
import dev.streamgrad.actor.inference.Actor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.CheckedEnvironment;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.StepResult;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Plays whole episodes with one policy version, outside training.
 *
 * <p>All random numbers are of the domain {@code EVALUATION}, with the episode as the index. The agent word of the counter
 * separates their purposes: 0 resets, 1 actions, 2 dynamics. So every policy version plays the same episodes for the same seed.
 * Noise that is held for several steps has the index episode · 2^24 + the step from which it is held.
 */
public final class Evaluation {

    private static final int RESET = 0;
    private static final int ACTION = 1;
    private static final int DYNAMICS = 2;
    private static final long MOST_HOLDS = 1L << 24;

    private final Environment environment;
    private final Actor actor;
    private final ActionAdapter adapter;
    private final TrainingSpec spec;
    private final boolean deterministic;
    private final RandomStream resets;
    private final RandomStream actions;
    private final RandomStream dynamics;
    private final float[] observation;
    private final byte[] mask;
    private final float[] sample;
    private final float[] action;
    private final StepResult result = new StepResult();

    private Evaluation(EnvironmentRegistry environments, TrainingSpec spec, boolean deterministic, long seed) {
        environment = new CheckedEnvironment(
                environments.create(spec.environment()),
                spec.environment().id(),
                () -> "evaluation of policy " + spec.policyId());
        actor = new Actor(spec.environment(), spec.network());
        adapter = new ActionAdapter(spec.environment().actionTransform(), environment.actionSpace());
        this.spec = spec;
        this.deterministic = deterministic;
        resets = new RandomStream(seed, Domain.EVALUATION);
        actions = new RandomStream(seed, Domain.EVALUATION);
        dynamics = new RandomStream(seed, Domain.EVALUATION);
        observation = new float[environment.observationSpace().elements()];
        mask = new byte[spec.environment().maskBytes()];
        sample = new float[environment.actionSpace().elements()];
        action = new float[sample.length];
    }

    /**
     * The results of the episodes.
     *
     * @param returns undiscounted sum of raw rewards, per episode
     * @param lengths steps, per episode
     */
    public record Result(double[] returns, int[] lengths) {

        /** Mean return. */
        public double mean() {
            return Arrays.stream(returns).average().orElse(Double.NaN);
        }

        /** Standard deviation of the returns, population form. */
        public double std() {
            double mean = mean();
            return Math.sqrt(Arrays.stream(returns)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(Double.NaN));
        }

        /** Mean length. */
        public double meanLength() {
            return Arrays.stream(lengths).average().orElse(Double.NaN);
        }
    }

    /**
     * Plays episodes and returns their results.
     *
     * @param deterministic whether to take the most probable action instead of a sample
     */
    public static Result run(
            EnvironmentRegistry environments,
            TrainingSpec spec,
            PolicyUpdate policy,
            int episodes,
            boolean deterministic,
            long seed) {
        Evaluation evaluation = new Evaluation(environments, spec, deterministic, seed);
        evaluation.actor.load(policy);
        Result outcome = new Result(new double[episodes], new int[episodes]);
        for (int episode = 0; episode < episodes; episode++) {
            evaluation.play(episode, outcome, unseen -> {});
        }
        return outcome;
    }

    /**
     * Plays the first of these episodes and renders every state.
     *
     * @param frames receives the text of each state, the final one included
     * @throws IllegalArgumentException if the environment does not render
     */
    public static Result render(
            EnvironmentRegistry environments,
            TrainingSpec spec,
            PolicyUpdate policy,
            boolean deterministic,
            long seed,
            Consumer<String> frames) {
        Evaluation evaluation = new Evaluation(environments, spec, deterministic, seed);
        evaluation.actor.load(policy);
        Result outcome = new Result(new double[1], new int[1]);
        evaluation.play(
                0,
                outcome,
                shown -> frames.accept(shown.render()
                        .orElseThrow(() -> new IllegalArgumentException("The environment "
                                + spec.environment().id() + " does not render its state; leave out --render."))));
        return outcome;
    }

    private void play(int episode, Result outcome, Consumer<Environment> spectator) {
        environment.reset(resets.at(RESET, episode));
        spectator.accept(environment);
        actions.at(ACTION, episode);
        dynamics.at(DYNAMICS, episode);
        do {
            environment.observe(observation, 0);
            if (mask.length > 0) {
                environment.mask(mask, 0);
            }
            actor.evaluate(observation, 1, mask);
            if (deterministic) {
                actor.mode(0, sample, 0);
            } else {
                if (spec.network().stateDependentExploration()) {
                    actions.at(ACTION, episode * MOST_HOLDS + spec.actionIndex(outcome.lengths[episode]));
                }
                actor.sample(0, actions, sample, 0);
            }
            adapter.apply(sample, action, 0);
            environment.step(action, 0, dynamics, result);
            spectator.accept(environment);
            outcome.returns[episode] += result.reward();
            outcome.lengths[episode]++;
        } while (!result.ended());
    }
}
