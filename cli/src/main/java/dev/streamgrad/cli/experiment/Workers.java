package dev.streamgrad.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Carries out tasks, so many at a time. */
final class Workers {

    private static final int STOP_SECONDS = 30;

    private Workers() {}

    /**
     * Returns when all are done, or throws what the first one that failed threw; those that have not begun by then never do.
     *
     * @param jobs how many at a time
     */
    static void run(List<Runnable> tasks, int jobs) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            tasks.forEach(task -> waiting.add(workers.submit(task)));
            for (Future<?> one : waiting) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
