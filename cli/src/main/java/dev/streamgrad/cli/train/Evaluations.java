package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.EvaluationFigures;
import dev.streamgrad.cli.run.EvaluationTable;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.Evaluation;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Greedy evaluations while training, of every {@code budget.evaluateEvery}-th version and the last, on agents of their own. Their random
 * numbers are those of the domain EVALUATION under the run's seed, the same episodes for every version: training never notices.
 *
 * <p>A policy that waits for its evaluation waits on the disk, so that neither a slow evaluation nor a killed process loses it. Order on
 * the disk: the policy among the waiting; the best policy; the row of {@code evaluations.csv}; no longer among the waiting. A process that
 * is killed in between leaves an evaluation that is made again, to the same figures.
 */
public final class Evaluations implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final TrainingSpec spec;
    private final EnvironmentRegistry registry;
    private final RunDirectory directory;
    private final WaitingPolicies waiting;
    private final Optional<EvaluationTable> table;
    private final Optional<ExecutorService> thread;
    private final Set<Long> accepted = ConcurrentHashMap.newKeySet();
    private final Map<Long, EvaluationFigures> done = new ConcurrentHashMap<>();
    private volatile Optional<EvaluationFigures> best = Optional.empty();
    private volatile Optional<Throwable> failure = Optional.empty();
    private final List<String> damage = new ArrayList<>();
    private volatile boolean closed;

    private Evaluations(
            TrainingSpec spec, EnvironmentRegistry registry, RunDirectory directory, Optional<ExecutorService> thread) {
        this.spec = spec;
        this.registry = registry;
        this.directory = directory;
        this.thread = thread;
        waiting = new WaitingPolicies(directory);
        table = wanted() ? Optional.of(EvaluationTable.open(directory.resolve("evaluations.csv"))) : Optional.empty();
        damage.addAll(waiting.removeDamaged());
        table.ifPresent(this::takeUp);
        waiting.versions().forEach(this::accept);
    }

    /** Whoever brings a policy waits for its evaluation. */
    public static Evaluations inTheCallersThread(
            TrainingSpec spec, EnvironmentRegistry registry, RunDirectory directory) {
        return new Evaluations(spec, registry, directory, Optional.empty());
    }

    /** Whoever brings a policy goes on at once. */
    public static Evaluations inAThreadOfTheirOwn(
            TrainingSpec spec, EnvironmentRegistry registry, RunDirectory directory) {
        return new Evaluations(spec, registry, directory, Optional.of(Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "evaluations");
            thread.setDaemon(true);
            return thread;
        })));
    }

    /** What of an earlier process was damaged and cannot be used, a sentence each. */
    public List<String> damage() {
        return damage;
    }

    /** Whether there are any. */
    public boolean wanted() {
        return spec.budget().evaluateEvery() > 0;
    }

    /** Whether a version is one to evaluate, unless it is the last, which only its policy tells. */
    public boolean due(long version) {
        return wanted() && version > 0 && version % spec.budget().evaluateEvery() == 0;
    }

    /** Evaluates a policy version that is due, unless it was or will be already. */
    public void offer(PolicyUpdate policy) {
        checkFailure();
        boolean isDue = due(policy.version()) || (wanted() && policy.last());
        if (isDue && !done.containsKey(policy.version()) && !accepted.contains(policy.version())) {
            waiting.add(policy);
            accept(policy.version());
        }
        checkFailure();
    }

    /** What a version came to, once it is known. */
    public Optional<EvaluationFigures> of(long version) {
        checkFailure();
        return Optional.ofNullable(done.get(version));
    }

    /** Whether no policy waits. */
    public boolean idle() {
        return done.keySet().containsAll(accepted);
    }

    /** Whether one broke off, and no more are made. */
    public boolean failed() {
        return failure.isPresent();
    }

    /** The best so far. */
    public Optional<EvaluationFigures> best() {
        return best;
    }

    /** Waits for all that were accepted. */
    public void await() {
        thread.ifPresent(worker -> {
            worker.shutdown();
            awaitTermination(worker, Long.MAX_VALUE);
        });
        checkFailure();
    }

    /** Lets the evaluation that runs come to its end; those that wait are left for a resumed run. */
    @Override
    public void close() {
        closed = true;
        thread.ifPresent(worker -> {
            worker.shutdown();
            awaitTermination(worker, PATIENCE_SECONDS);
        });
        table.ifPresent(EvaluationTable::close);
    }

    /** Goes on from an earlier process's figures. A best policy whose figures were lost is evaluated again. */
    private void takeUp(EvaluationTable before) {
        before.damage().ifPresent(damage::add);
        before.found().forEach(this::note);
        if (Files.notExists(directory.resolve(RunDirectory.BEST_POLICY))) {
            return;
        }
        try {
            PolicyUpdate kept = RunDirectory.readBestPolicy(directory.path());
            if (!done.containsKey(kept.version())) {
                waiting.add(kept);
            }
        } catch (UserException e) {
            damage.add(e.getMessage() + " The next that is better replaces it.");
        }
    }

    private void accept(long version) {
        if (accepted.add(version)) {
            thread.ifPresentOrElse(worker -> worker.execute(() -> evaluate(version)), () -> evaluate(version));
        }
    }

    private void evaluate(long version) {
        if (closed || failed()) {
            return;
        }
        try {
            if (!done.containsKey(version)) {
                play(version);
            }
            waiting.remove(version);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    private void play(long version) {
        PolicyUpdate policy = waiting.read(version);
        Evaluation.Result result =
                Evaluation.run(registry, spec, policy, spec.budget().evaluationEpisodes(), true, spec.seed());
        EvaluationFigures figures = new EvaluationFigures(version, result.mean(), result.meanLength());
        if (best.map(figures::betterThan).orElse(true)) {
            directory.write(RunDirectory.BEST_POLICY, policy);
        }
        table.ifPresent(rows -> rows.add(figures));
        note(figures);
    }

    private void note(EvaluationFigures figures) {
        if (best.map(figures::betterThan).orElse(true)) {
            best = Optional.of(figures);
        }
        done.put(figures.version(), figures);
    }

    private void checkFailure() {
        failure.ifPresent(reason -> {
            throw new IllegalStateException("An evaluation broke off: " + reason.getMessage(), reason);
        });
    }

    private static void awaitTermination(ExecutorService worker, long seconds) {
        try {
            worker.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
