package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.train.EmbeddedSettings;
import dev.streamgrad.cli.train.EmbeddedTraining;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** One of an experiment's runs once more, through a real broker and mini cluster, to see that it comes to the same weights. */
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

    /** The hash of the last version, if it was trained to its end. */
    Optional<String> hash() {
        return Summary.read(path)
                .filter(summary ->
                        RunDirectory.holds(path, spec) && !summary.outcome().equals(Summary.INTERRUPTED))
                .map(Summary::parameterHash);
    }

    /**
     * Trains.
     *
     * @param transitions hears how many each update learned from
     * @param stop asked between updates
     */
    void train(Clock clock, LongConsumer transitions, BooleanSupplier stop) throws Exception {
        ExperimentDirectory.clear(path);
        Progress counted = new Counted(spec.rollouts().batch(), transitions);
        try (RunDirectory target = RunDirectory.create(path);
                TrainingRecord record = new TrainingRecord(spec, registry, target, counted, clock)) {
            target.begin(spec);
            PolicyStatus.State state = new EmbeddedTraining(spec, registry, SETTINGS, target).run(record, stop);
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
