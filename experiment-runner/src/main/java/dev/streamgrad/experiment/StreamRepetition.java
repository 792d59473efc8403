package dev.streamgrad.experiment;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.EmbeddedSettings;
import dev.streamgrad.training.EmbeddedTraining;
import dev.streamgrad.training.Progress;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Repeats one of an experiment's runs through a real broker and a mini cluster, to check that it ends with the same weights. */
final class StreamRepetition {

    private static final EmbeddedSettings SETTINGS = new EmbeddedSettings(1, 1, 1, OptionalInt.empty());

    private final TrainingSpec spec;
    private final EnvironmentRegistry registry;
    private final Path path;

    StreamRepetition(TrainingSpec spec, EnvironmentRegistry registry, Path path) {
        this.spec = spec;
        this.registry = registry;
        this.path = path;
    }

    /** The hash of the last version; empty if the repetition has not ended. */
    Optional<String> hash() {
        return Summary.read(path)
                .filter(summary ->
                        RunDirectory.holds(path, spec) && !summary.outcome().equals(Summary.INTERRUPTED))
                .map(Summary::parameterHash);
    }

    /**
     * Repeats the run.
     *
     * @param transitions receives the number of transitions of each update
     * @param stop checked between updates
     */
    void train(Clock clock, LongConsumer transitions, BooleanSupplier stop) throws Exception {
        ExperimentDirectory.clear(path);
        Progress counted = new Counted(spec.rollouts().batch(), transitions);
        try (RunDirectory target = RunDirectory.create(path);
                RunRecorder record = new RunRecorder(spec, new InProcess(registry), target, counted, clock)) {
            target.begin(spec);
            PolicyStatus.State state =
                    new EmbeddedTraining(spec, new InProcess(registry), SETTINGS, target).run(record, stop);
            record.end(Summary.outcome(state), record.failure());
        }
    }

    /** Counts a batch of transitions per update. */
    private record Counted(long batch, LongConsumer transitions) implements Progress {
        @Override
        public void show(TrainingMetrics update) {
            transitions.accept(batch);
        }

        @Override
        public void tell(String message) {}

        @Override
        public void close() {}
    }
}
