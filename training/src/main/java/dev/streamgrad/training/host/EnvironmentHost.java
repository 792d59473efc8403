package dev.streamgrad.training.host;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.KafkaAccess;
import java.nio.file.Path;

/** Carries out an environment: acts it for an embedded training, and plays it with a policy. */
public interface EnvironmentHost {

    /**
     * Starts the simulators of an embedded training. Agents continue at their positions in the log.
     *
     * @param count number of simulators, which share the agents
     * @param run the run's directory, for logs
     */
    RunningSimulators start(TrainingSpec spec, int count, KafkaAccess access, TopicNames names, Path run);

    /**
     * Plays whole episodes with one policy version.
     *
     * @param deterministic whether to take the most probable action instead of a sample
     */
    Played play(TrainingSpec spec, PolicyUpdate policy, int episodes, boolean deterministic, long seed);

    /**
     * The result of episodes.
     *
     * @param mean mean of the returns; a return is the undiscounted sum of raw rewards
     * @param std standard deviation of the returns, population form
     * @param meanLength mean number of steps
     */
    record Played(double mean, double std, double meanLength) {}
}
