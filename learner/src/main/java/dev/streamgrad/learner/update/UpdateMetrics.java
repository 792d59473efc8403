package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.loss.PpoLoss;
import java.util.HashMap;
import java.util.Map;

/** The metrics of an update by name, with Stable-Baselines3's name if it has one. An undefined value is absent. */
final class UpdateMetrics {

    private final Map<String, Double> values = new HashMap<>();

    static UpdateMetrics of(UpdateStatistics figures) {
        StepMetrics steps = figures.steps();
        Objective objective = figures.objective();
        UpdateMetrics metrics = new UpdateMetrics();
        if (objective.policy() instanceof PpoLoss ppo) {
            metrics.put("train/policy_gradient_loss", steps.policyLoss());
            metrics.put("train/clip_range", ppo.clipRange());
        } else {
            metrics.put("train/policy_loss", steps.policyLoss());
        }
        metrics.put("train/value_loss", steps.valueLoss());
        metrics.put("train/entropy_loss", -steps.entropy());
        metrics.put("train/loss", objective.loss(steps.policyLoss(), steps.valueLoss(), steps.entropy()));
        metrics.put("train/approx_kl", steps.approximateKl());
        metrics.put("train/clip_fraction", steps.clipFraction());
        metrics.put("train/grad_norm", steps.gradientNorm());
        metrics.put("train/explained_variance", figures.explainedVariance());
        metrics.put("train/learning_rate", figures.learningRate());
        metrics.put("train/first_ratio_deviation", figures.inputs().firstRatioDeviation());
        metrics.put("stream/vtrace_rho", figures.inputs().meanRho());
        return metrics;
    }

    UpdateMetrics with(LearnerState state, TrainingSpec spec) {
        put("rollout/ep_rew_mean", state.episodes().meanReturn());
        put("rollout/ep_len_mean", state.episodes().meanLength());
        put("time/iterations", (double) state.version());
        put("time/total_timesteps", (double) state.transitions());
        put("train/n_updates", (double) state.gradientSteps());
        put("train/std", Deviations.mean(spec, state.parameters()));
        put("stream/policy_lag", (double) Math.min(spec.rollouts().lag(), state.version() - 1));
        put("stream/skipped_updates", (double) state.skipped());
        put("stream/masked", (double) state.masked());
        put("rollout/episodes", (double) state.episodes().episodes());
        return this;
    }

    Map<String, Double> values() {
        return values;
    }

    private void put(String name, double value) {
        if (!Double.isNaN(value)) {
            values.put(name, value);
        }
    }
}
