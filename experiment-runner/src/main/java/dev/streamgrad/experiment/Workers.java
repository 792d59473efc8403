package dev.streamgrad.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs tasks in a pool of threads. */
final class Workers {

    private static final int STOP_SECONDS = 30;

    private Workers() {}

    /**
     * Runs the tasks and waits for them. If one fails, throws its exception and does not start the remaining ones.
     *
     * @param jobs number of tasks at a time
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
