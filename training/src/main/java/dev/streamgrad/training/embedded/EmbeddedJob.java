package dev.streamgrad.training.embedded;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job of the mini cluster. Closing cancels it. */
public final class EmbeddedJob implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final MiniCluster cluster;
    private final JobID id;
    private final CompletableFuture<JobResult> result;

    EmbeddedJob(MiniCluster cluster, JobID id) {
        this.cluster = cluster;
        this.id = id;
        result = cluster.requestJobResult(id);
    }

    /** Why the job failed permanently; empty if it did not. */
    public Optional<Throwable> failure() {
        if (!result.isDone()) {
            return Optional.empty();
        }
        try {
            return result.join().getSerializedThrowable().map(error -> (Throwable) error);
        } catch (CompletionException e) {
            return Optional.of(e);
        }
    }

    @Override
    public void close() {
        if (result.isDone()) {
            return;
        }
        try {
            cluster.cancelJob(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("The Flink job did not stop: " + e.getMessage(), e);
        }
    }
}
