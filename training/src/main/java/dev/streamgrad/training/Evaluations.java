package dev.streamgrad.training;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.EvaluationTable;
import dev.streamgrad.training.run.RunDirectory;
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
 * Greedy evaluations during training: of every {@code budget.evaluateEvery}-th version and of the last, on separate agents. Their random
 * numbers come from the domain EVALUATION of the run's seed, so that every version is evaluated on the same episodes and training is not
 * affected.
 *
 * <p>A policy that waits for its evaluation is stored on disk, so that neither a slow evaluation nor a killed process loses it. The disk is
 * changed in this order: the waiting policy is written, the best policy is replaced, the row of {@code evaluations.csv} is added, the
 * waiting policy is deleted. If the process is killed in between, the evaluation is repeated, with the same figures.
 */
public final class Evaluations implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final TrainingSpec spec;
    private final EnvironmentHost host;
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
            TrainingSpec spec, EnvironmentHost host, RunDirectory directory, Optional<ExecutorService> thread) {
        this.spec = spec;
        this.host = host;
        this.directory = directory;
        this.thread = thread;
        waiting = new WaitingPolicies(directory);
        table = wanted() ? Optional.of(EvaluationTable.open(directory.resolve("evaluations.csv"))) : Optional.empty();
        damage.addAll(waiting.removeDamaged());
        table.ifPresent(this::restore);
        waiting.versions().forEach(this::accept);
    }

    /** Evaluates in the caller's thread: {@link #offer} returns after the evaluation. */
    public static Evaluations inTheCallersThread(TrainingSpec spec, EnvironmentHost host, RunDirectory directory) {
        return new Evaluations(spec, host, directory, Optional.empty());
    }

    /** Evaluates in a separate thread: {@link #offer} returns at once. */
    public static Evaluations inAThreadOfTheirOwn(TrainingSpec spec, EnvironmentHost host, RunDirectory directory) {
        return new Evaluations(spec, host, directory, Optional.of(Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "evaluations");
            thread.setDaemon(true);
            return thread;
        })));
    }

    /** The damaged files of an earlier process, which cannot be used; one sentence each. */
    public List<String> damage() {
        return damage;
    }

    /** Whether the spec asks for evaluations. */
    public boolean wanted() {
        return spec.budget().evaluateEvery() > 0;
    }

    /**
     * Whether a version is evaluated because of its number. The last version is evaluated too, but only its policy marks it as the last.
     */
    public boolean due(long version) {
        return wanted() && version > 0 && version % spec.budget().evaluateEvery() == 0;
    }

    /** Evaluates a policy version that is due, unless its evaluation is done or pending. */
    public void offer(PolicyUpdate policy) {
        checkFailure();
        boolean isDue = due(policy.version()) || (wanted() && policy.last());
        if (isDue && !done.containsKey(policy.version()) && !accepted.contains(policy.version())) {
            waiting.add(policy);
            accept(policy.version());
        }
        checkFailure();
    }

    /** The result for a version; empty until it was evaluated. */
    public Optional<EvaluationFigures> of(long version) {
        checkFailure();
        return Optional.ofNullable(done.get(version));
    }

    /** Whether no evaluation is pending. */
    public boolean idle() {
        return done.keySet().containsAll(accepted);
    }

    /** Whether an evaluation failed; after a failure, none are made. */
    public boolean failed() {
        return failure.isPresent();
    }

    /** The best result so far; empty before the first evaluation. */
    public Optional<EvaluationFigures> best() {
        return best;
    }

    /** Waits for all pending evaluations. */
    public void await() {
        thread.ifPresent(worker -> {
            worker.shutdown();
            awaitTermination(worker, Long.MAX_VALUE);
        });
        checkFailure();
    }

    /** Waits up to 10 s for the running evaluation; the pending ones are left for a resumed run. */
    @Override
    public void close() {
        closed = true;
        thread.ifPresent(worker -> {
            worker.shutdown();
            awaitTermination(worker, PATIENCE_SECONDS);
        });
        table.ifPresent(EvaluationTable::close);
    }

    /** Continues with the figures of an earlier process. A best policy whose figures were lost is evaluated again. */
    private void restore(EvaluationTable before) {
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
            damage.add(e.getMessage() + " The next better policy replaces it.");
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
        EnvironmentHost.Played result = host.play(spec, policy, spec.budget().evaluationEpisodes(), true, spec.seed());
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
            throw new IllegalStateException("An evaluation failed: " + reason.getMessage(), reason);
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
