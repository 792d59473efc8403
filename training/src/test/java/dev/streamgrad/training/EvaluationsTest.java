package dev.streamgrad.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.actor.Evaluation;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations during training and the files that hold them: the same for serial and embedded trainings, and without effect on training. */
class EvaluationsTest {

    private static final EnvironmentRegistry REGISTRY = EnvironmentRegistry.standard();
    private static final EnvironmentHost HOST = new InProcess(REGISTRY);
    private static final int EPISODES = 3;
    static final TrainingSpec SPEC =
            Runs.spec("budget.evaluateEvery=5", "budget.evaluationEpisodes=" + EPISODES, "rollouts.lag=1");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theHashIsTheSameWithAndWithoutEvaluations() throws Exception {
        Summary without = serial(Runs.spec("rollouts.lag=1"), directory.resolve("without"));
        Summary with = serial(SPEC, directory.resolve("with"));
        assertThat(with.parameterHash()).isEqualTo(without.parameterHash());
        assertThat(with.bestEvaluation()).isPresent();
        assertThat(without.bestEvaluation()).isEmpty();
        assertThat(directory.resolve("without/evaluations.csv")).doesNotExist();
        assertThat(directory.resolve("without/" + RunDirectory.BEST_POLICY)).doesNotExist();
    }

    @Test
    void everyKthVersionAndTheLastHaveTheFiguresOfASeparateEvaluation() throws Exception {
        Summary summary = serial(SPEC, directory.resolve("run"));
        Map<Long, PolicyUpdate> policies = Runs.serial(SPEC).policies;
        EvaluationFigures best = summary.bestEvaluation().orElseThrow();
        for (TrainingMetrics row : rows(directory.resolve("run"))) {
            long version = row.version();
            assertThat(row.values().containsKey(EvaluationFigures.REWARD))
                    .as("version %d is evaluated", version)
                    .isEqualTo(version == 5 || version == 10 || version == Runs.UPDATES);
            if (row.values().containsKey(EvaluationFigures.REWARD)) {
                Evaluation.Result separate = Evaluation.run(
                        REGISTRY, SPEC, requireNonNull(policies.get(version)), EPISODES, true, SPEC.seed());
                assertThat(row.values().get(EvaluationFigures.REWARD)).isEqualTo(nineDigits(separate.mean()));
                assertThat(row.values().get(EvaluationFigures.LENGTH)).isEqualTo(nineDigits(separate.meanLength()));
                assertThat(best.meanReturn()).isGreaterThanOrEqualTo(separate.mean());
            }
        }
        PolicyUpdate kept = RunDirectory.readBestPolicy(directory.resolve("run"));
        assertThat(kept.version()).isEqualTo(best.version());
        assertThat(Evaluation.run(REGISTRY, SPEC, kept, EPISODES, true, SPEC.seed())
                        .mean())
                .isEqualTo(best.meanReturn());
    }

    @Test
    void anEmbeddedTrainingWritesTheSameFilesAsTheSerialOne() throws Exception {
        Summary serial = serial(SPEC, directory.resolve("serial"));
        Path run = directory.resolve("embedded");
        try (RunDirectory target = RunDirectory.create(run)) {
            RunRecorder record = record(SPEC, target, Evaluations.inAThreadOfTheirOwn(SPEC, HOST, target));
            EmbeddedSettings settings = new EmbeddedSettings(2, 2, 1, OptionalInt.empty());
            PolicyStatus.State state = new EmbeddedTraining(SPEC, HOST, settings, target).run(record, () -> false);
            assertThat(state).isEqualTo(PolicyStatus.State.FINISHED);
            Summary embedded = record.end("finished", "");
            assertThat(embedded.parameterHash()).isEqualTo(serial.parameterHash());
            assertThat(embedded.bestEvaluation()).isPresent().isEqualTo(serial.bestEvaluation());
        }
        for (String file : List.of("progress.csv", "evaluations.csv", RunDirectory.BEST_POLICY)) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(directory.resolve("serial/" + file));
        }
    }

    @Test
    void theEarlierOfEqualVersionsIsTheBestInAnyOrder() {
        PolicyUpdate policy = requireNonNull(Runs.serial(SPEC).policies.get(5L));
        for (List<Long> order : List.of(List.of(5L, 10L), List.of(10L, 5L))) {
            Path run = directory.resolve("run-" + order.get(0));
            try (RunDirectory target = RunDirectory.create(run);
                    Evaluations evaluations = Evaluations.inTheCallersThread(SPEC, HOST, target)) {
                order.forEach(version -> evaluations.offer(numbered(policy, version)));
                assertThat(evaluations.best().orElseThrow().version()).isEqualTo(5);
            }
            assertThat(RunDirectory.readBestPolicy(run).version()).isEqualTo(5);
        }
    }

    @Test
    void theNextProcessEvaluatesAPolicyThatStillWaited() {
        PolicyUpdate policy = requireNonNull(Runs.serial(SPEC).policies.get(5L));
        try (RunDirectory target = RunDirectory.create(directory)) {
            try (Evaluations first = Evaluations.inTheCallersThread(SPEC, HOST, target)) {
                first.offer(policy);
            }
            new WaitingPolicies(target).add(numbered(policy, 10));
        }
        try (RunDirectory target = RunDirectory.create(directory.resolve("other"))) {
            assertThat(new WaitingPolicies(target).versions()).isEmpty();
        }
        reopened(evaluations -> {
            evaluations.await();
            assertThat(evaluations.of(5)).isPresent();
            assertThat(evaluations.of(10).orElseThrow().meanReturn())
                    .isEqualTo(evaluations.of(5).orElseThrow().meanReturn());
            assertThat(evaluations.idle()).isTrue();
        });
        assertThat(RunDirectory.readBestPolicy(directory).version()).isEqualTo(5);
        assertThat(directory.resolve("waiting-policy-10.avro")).doesNotExist();
    }

    @Test
    void doesNotRepeatAnEvaluation() throws Exception {
        PolicyUpdate policy = requireNonNull(Runs.serial(SPEC).policies.get(5L));
        try (RunDirectory target = RunDirectory.create(directory);
                Evaluations first = Evaluations.inTheCallersThread(SPEC, HOST, target)) {
            first.offer(policy);
            first.offer(policy);
        }
        List<String> before = Files.readAllLines(directory.resolve("evaluations.csv"));
        assertThat(before).hasSize(2);
        reopened(evaluations -> {
            evaluations.offer(policy);
            evaluations.await();
        });
        assertThat(Files.readAllLines(directory.resolve("evaluations.csv"))).isEqualTo(before);
    }

    /** For example, the table of the evaluations was truncated. */
    @Test
    void aWorsePolicyDoesNotReplaceABestPolicyWhoseFiguresWereLost() throws Exception {
        Map<Long, PolicyUpdate> policies = Runs.serial(SPEC).policies;
        boolean laterIsBetter = mean(policies, 10) > mean(policies, 5);
        long better = laterIsBetter ? 10 : 5;
        long worse = laterIsBetter ? 5 : 10;
        try (RunDirectory target = RunDirectory.create(directory);
                Evaluations first = Evaluations.inTheCallersThread(SPEC, HOST, target)) {
            first.offer(requireNonNull(policies.get(better)));
        }
        Files.writeString(directory.resolve("evaluations.csv"), "");
        reopened(evaluations -> {
            evaluations.offer(requireNonNull(policies.get(worse)));
            evaluations.await();
            assertThat(evaluations.best().orElseThrow().version()).isEqualTo(better);
        });
        assertThat(RunDirectory.readBestPolicy(directory).version()).isEqualTo(better);
        assertThat(Files.readAllLines(directory.resolve("evaluations.csv"))).hasSize(3);
    }

    @Test
    void removesAndReportsADamagedWaitingPolicy() throws Exception {
        PolicyUpdate policy = requireNonNull(Runs.serial(SPEC).policies.get(5L));
        Path waiting = directory.resolve("waiting-policy-5.avro");
        try (RunDirectory target = RunDirectory.create(directory)) {
            new WaitingPolicies(target).add(policy);
        }
        byte[] bytes = Files.readAllBytes(waiting);
        bytes[bytes.length / 2] ^= 1;
        Files.write(waiting, bytes);
        Files.writeString(directory.resolve("waiting-policy-x.avro"), "not one of ours");
        reopened(evaluations -> {
            assertThat(evaluations.damage())
                    .singleElement()
                    .asString()
                    .contains(waiting + " is damaged", "was removed");
            evaluations.offer(policy);
            evaluations.await();
            assertThat(evaluations.of(5)).isPresent();
        });
    }

    @Test
    void reportsAFailedEvaluationWithItsReason() throws Exception {
        PolicyUpdate policy = requireNonNull(Runs.serial(SPEC).policies.get(5L));
        Files.createDirectories(directory.resolve("run/" + RunDirectory.BEST_POLICY + ".partial/in the way"));
        Files.writeString(directory.resolve("run/spec.json"), "{}");
        try (RunDirectory target = RunDirectory.resume(directory.resolve("run"));
                Evaluations evaluations = Evaluations.inAThreadOfTheirOwn(SPEC, HOST, target)) {
            assertThatThrownBy(() -> {
                        evaluations.offer(policy); // throws if the evaluation has already failed
                        evaluations.await();
                    })
                    .hasMessageContaining("An evaluation failed: Cannot write")
                    .hasMessageContaining(RunDirectory.BEST_POLICY);
            assertThat(evaluations.failed()).isTrue();
        }
    }

    private static double mean(Map<Long, PolicyUpdate> policies, long version) {
        return Evaluation.run(REGISTRY, SPEC, requireNonNull(policies.get(version)), EPISODES, true, SPEC.seed())
                .mean();
    }

    private void reopened(Consumer<Evaluations> test) {
        try {
            Files.writeString(directory.resolve("spec.json"), "{}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (RunDirectory target = RunDirectory.resume(directory);
                Evaluations evaluations = Evaluations.inAThreadOfTheirOwn(SPEC, HOST, target)) {
            test.accept(evaluations);
        }
    }

    static Summary serial(TrainingSpec spec, Path run) {
        try (RunDirectory target = RunDirectory.create(run)) {
            RunRecorder record = record(spec, target, Evaluations.inTheCallersThread(spec, HOST, target));
            new SerialTraining(spec, REGISTRY).run(record, () -> false);
            return record.end("finished", "");
        }
    }

    private static RunRecorder record(TrainingSpec spec, RunDirectory target, Evaluations evaluations) {
        return new RunRecorder(spec, target, evaluations, Progress.quiet(), Clock.systemUTC(), 0);
    }

    private static PolicyUpdate numbered(PolicyUpdate policy, long version) {
        return new PolicyUpdate(
                policy.policyId(),
                version,
                policy.incarnation(),
                policy.specRevision(),
                policy.network(),
                policy.parameters(),
                policy.normaliser(),
                policy.rolloutLength(),
                policy.lag(),
                policy.lineage(),
                policy.hash(),
                policy.skippedReason(),
                policy.last(),
                policy.build());
    }

    /** The rows of {@code progress.csv}, without their empty cells. */
    static List<TrainingMetrics> rows(Path run) throws Exception {
        List<String> lines = Files.readAllLines(run.resolve("progress.csv"));
        String[] columns = lines.get(0).split(",", -1);
        List<TrainingMetrics> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, Double> values = new HashMap<>();
            for (int i = 0; i < columns.length; i++) {
                if (!cells[i].isEmpty()) {
                    values.put(columns[i], Double.parseDouble(cells[i]));
                }
            }
            rows.add(new TrainingMetrics("p", Long.parseLong(cells[0]), Long.parseLong(cells[1]), values));
        }
        return rows;
    }

    private static double nineDigits(double value) {
        return new BigDecimal(value).round(new MathContext(9)).doubleValue();
    }
}
