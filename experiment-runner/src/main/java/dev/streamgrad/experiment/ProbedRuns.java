package dev.streamgrad.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Measures the batches of every run, with the policy that the probe's run of the same seed had after a tenth of its training. Writes each
 * finding to the run's directory and does not measure that run again.
 */
final class ProbedRuns {

    private static final String FILE = "probe.json";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Experiment.Variant probe;
    private final ExperimentRuns runs;
    private final EnvironmentRegistry registry;

    /** A finding, and the hash of the policy that gathered its batches. */
    private record Measured(String policy, BatchProbe.Finding finding) {}

    ProbedRuns(Experiment.Variant probe, ExperimentRuns runs, EnvironmentRegistry registry) {
        this.probe = probe;
        this.runs = runs;
        this.registry = registry;
    }

    /** The number of transitions that are still to be gathered. */
    long transitions(List<Experiment.Run> all) {
        return all.stream()
                .filter(run -> runs.result(run).isEmpty() || finding(run).isEmpty())
                .mapToLong(run -> BatchProbe.transitions(run.spec()))
                .sum();
    }

    /** The finding of a run; empty if the run has not been measured with the probe's current policy. */
    Optional<BatchProbe.Finding> finding(Experiment.Run run) {
        try {
            Path file = runs.path(run).resolve(FILE);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Measured measured = MAPPER.readValue(Files.readString(file), Measured.class);
            return Optional.of(measured.finding())
                    .filter(finding -> policy(run)
                            .filter(policy -> policy.hash().equals(measured.policy()))
                            .isPresent());
        } catch (IOException e) {
            return Optional.empty(); // incomplete, or of an older format: measured again
        }
    }

    /**
     * Measures the runs that have no finding.
     *
     * @param transitions receives the number of transitions gathered for each run
     * @param stop checked before each run
     */
    void measure(List<Experiment.Run> all, int jobs, LongConsumer transitions, BooleanSupplier stop)
            throws InterruptedException {
        List<Runnable> tasks = all.stream()
                .filter(run -> finding(run).isEmpty())
                .<Runnable>map(run -> () -> {
                    if (!stop.getAsBoolean()) {
                        measure(run, transitions);
                    }
                })
                .toList();
        Workers.run(tasks, jobs);
    }

    private void measure(Experiment.Run run, LongConsumer transitions) {
        PolicyUpdate policy = policy(run).orElseThrow();
        Measured measured = new Measured(policy.hash(), BatchProbe.measure(run.spec(), registry, policy));
        transitions.accept(BatchProbe.transitions(run.spec()));
        try {
            AtomicFile.write(runs.path(run).resolve(FILE), MAPPER.writeValueAsString(measured));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<PolicyUpdate> policy(Experiment.Run run) {
        return runs.early(new Experiment.Run(probe, run.seed(), run.spec()));
    }
}
