package dev.streamgrad.training.host;

import dev.streamgrad.actor.Evaluation;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.kafka.KafkaAccess;
import java.nio.file.Path;

/** Carries out the environments of a registry in this process. */
public record InProcess(EnvironmentRegistry registry) implements EnvironmentHost {

    @Override
    public RunningSimulators start(TrainingSpec spec, int count, KafkaAccess access, TopicNames names, Path run) {
        return InProcessSimulators.start(spec, registry, count, access.client(), names);
    }

    @Override
    public Played play(TrainingSpec spec, PolicyUpdate policy, int episodes, boolean deterministic, long seed) {
        Evaluation.Result result = Evaluation.run(registry, spec, policy, episodes, deterministic, seed);
        return new Played(result.mean(), result.std(), result.meanLength());
    }
}
