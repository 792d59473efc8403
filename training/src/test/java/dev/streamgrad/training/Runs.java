package dev.streamgrad.training;

import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Small trainings for tests, and a listener that stores everything it receives. */
public final class Runs implements TrainingListener {

    public static final int AGENTS = 4;
    public static final int LENGTH = 16;
    public static final int UPDATES = 12;

    public final Map<Long, PolicyUpdate> policies = new TreeMap<>();
    public final List<TrainingMetrics> metrics = new ArrayList<>();
    public final List<PolicyStatus> statuses = new ArrayList<>();
    public final List<EpisodeSummary> episodes = new ArrayList<>();

    /** PPO on CartPole: 4 agents × 16 steps, 12 updates, two epochs of two minibatches. */
    public static TrainingSpec spec(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "rollouts.agents=" + AGENTS,
                "rollouts.rolloutLength=" + LENGTH,
                "update.epochs=2",
                "update.minibatchSize=32",
                "network.hidden=16,16",
                "normalisation.observations=true",
                "normalisation.rewards=true",
                "budget.totalSteps=" + AGENTS * LENGTH * UPDATES));
        all.addAll(Arrays.asList(settings));
        return new SpecRequest("ppo", "CartPole-v1", Map.of(), all).resolve(EnvironmentRegistry.standard());
    }

    public static Runs serial(TrainingSpec spec) {
        return serial(spec, EnvironmentRegistry.standard());
    }

    public static Runs serial(TrainingSpec spec, EnvironmentRegistry registry) {
        Runs runs = new Runs();
        PolicyStatus.State state = new SerialTraining(spec, registry).run(runs, () -> false);
        if (state != PolicyStatus.State.FINISHED) {
            throw new AssertionError("The serial training ended as " + state);
        }
        return runs;
    }

    static Runs embedded(TrainingSpec spec, Path directory, int simulators, int partitions, int parallelism)
            throws Exception {
        return embedded(spec, EnvironmentRegistry.standard(), directory, simulators, partitions, parallelism);
    }

    static Runs embedded(
            TrainingSpec spec,
            EnvironmentRegistry registry,
            Path directory,
            int simulators,
            int partitions,
            int parallelism)
            throws Exception {
        Runs runs = new Runs();
        EmbeddedSettings settings = new EmbeddedSettings(simulators, partitions, parallelism, OptionalInt.empty());
        try (RunDirectory run = RunDirectory.create(directory)) {
            PolicyStatus.State state =
                    new EmbeddedTraining(spec, new InProcess(registry), settings, run).run(runs, () -> false);
            if (state != PolicyStatus.State.FINISHED) {
                throw new AssertionError("The embedded training ended as " + state);
            }
        }
        return runs;
    }

    /** The hashes of all versions, from 0 on. */
    public List<String> hashes() {
        return policies.values().stream().map(PolicyUpdate::hash).toList();
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        PolicyUpdate before = policies.put(policy.version(), policy);
        if (before != null && !before.hash().equals(policy.hash())) {
            throw new AssertionError("Version " + policy.version() + " was published with two hashes.");
        }
    }

    @Override
    public void onMetrics(MetricsRecord record) {
        if (record instanceof TrainingMetrics update) {
            metrics.add(update);
        } else {
            episodes.add((EpisodeSummary) record);
        }
    }

    @Override
    public void onStatus(PolicyStatus status) {
        statuses.add(status);
    }
}
