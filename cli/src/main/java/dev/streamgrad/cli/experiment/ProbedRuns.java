package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.cli.run.WholeFile;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Measures the batches of every run, with the policy that the probe's run of the same seed had after a tenth of its training. What was
 * measured stays beside the run and is not measured again.
 */
final class ProbedRuns {

    private static final String FILE = "probe.json";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Experiment.Variant probe;
    private final ExperimentRuns runs;
    private final EnvironmentRegistry registry;

    /** A finding, and the hash of the policy with which it was made. */
    private record Measured(String policy, BatchProbe.Finding finding) {}

    ProbedRuns(Experiment.Variant probe, ExperimentRuns runs, EnvironmentRegistry registry) {
        this.probe = probe;
        this.runs = runs;
        this.registry = registry;
    }

    /** Transitions that are still to be gathered for it. */
    long transitions(List<Experiment.Run> all) {
        return all.stream()
                .filter(run -> runs.result(run).isEmpty() || finding(run).isEmpty())
                .mapToLong(run -> BatchProbe.transitions(run.spec()))
                .sum();
    }

    /** What was found of a run whose training has ended. */
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
            return Optional.empty(); // half written, or of an older form: measured again
        }
    }

    /**
     * Measures what is left.
     *
     * @param transitions hears how many each took
     * @param stop asked before each
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
            WholeFile.write(runs.path(run).resolve(FILE), MAPPER.writeValueAsString(measured));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<PolicyUpdate> policy(Experiment.Run run) {
        return runs.early(new Experiment.Run(probe, run.seed(), run.spec()));
    }
}
