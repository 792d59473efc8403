package dev.streamgrad.cli.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A real Flink mini cluster in this process: one job manager, one task manager, and one job. */
public final class EmbeddedFlink implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final MiniCluster cluster;
    private final Configuration settings;
    private final TemporaryDirectory temporary;
    private Optional<JobID> job = Optional.empty();
    private CompletableFuture<JobResult> result = new CompletableFuture<>();

    private EmbeddedFlink(MiniCluster cluster, Configuration settings, TemporaryDirectory temporary) {
        this.cluster = cluster;
        this.settings = settings;
        this.temporary = temporary;
    }

    /**
     * Starts the cluster.
     *
     * @param checkpoints where checkpoints are kept
     * @param parallelism of the job
     */
    public static EmbeddedFlink start(Path checkpoints, int parallelism) throws Exception {
        TemporaryDirectory temporary = TemporaryDirectory.create();
        try {
            Configuration settings = FlinkSettings.of(checkpoints, temporary.path(), parallelism);
            return new EmbeddedFlink(start(settings, parallelism), settings, temporary);
        } catch (Exception e) {
            temporary.close();
            throw e;
        }
    }

    private static MiniCluster start(Configuration settings, int parallelism) throws Exception {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2 * parallelism) // the learners have slots of their own
                .build());
        cluster.start();
        return cluster;
    }

    /**
     * Runs the job that {@code pipeline} builds.
     *
     * @param checkpoint to begin with; from scratch where empty
     */
    public void submit(String name, Optional<String> checkpoint, Consumer<StreamExecutionEnvironment> pipeline)
            throws Exception {
        Configuration begin = new Configuration(settings);
        checkpoint.ifPresent(path -> begin.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(begin);
        pipeline.accept(environment);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(name);
        job = Optional.of(cluster.submitJob(graph.getJobGraph()).get().getJobID());
        result = cluster.requestJobResult(job.get());
    }

    /** Where checkpoints are kept, as Flink names it. */
    public String checkpoints() {
        return settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    }

    /** Why the job ended for good; empty while it runs. */
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
        try {
            if (job.isPresent() && !result.isDone()) {
                cluster.cancelJob(job.get()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            cluster.closeAsync().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("The Flink mini cluster does not stop: " + e.getMessage(), e);
        } finally {
            temporary.close();
        }
    }
}
