package dev.streamgrad.training.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A real Flink mini cluster in this process: one job manager, one task manager, and the jobs that are submitted. */
public final class EmbeddedFlink implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final MiniCluster cluster;
    private final Configuration settings;
    private final TemporaryDirectory temporary;
    private final List<EmbeddedJob> jobs = new ArrayList<>();

    private EmbeddedFlink(MiniCluster cluster, Configuration settings, TemporaryDirectory temporary) {
        this.cluster = cluster;
        this.settings = settings;
        this.temporary = temporary;
    }

    /**
     * Starts the cluster.
     *
     * @param checkpoints directory of the checkpoints
     * @param parallelism parallelism of the job
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
     * Runs the job that {@code pipeline} builds. Not thread-safe.
     *
     * @param checkpoint the checkpoint to start from; the job starts from scratch if empty
     */
    public EmbeddedJob submit(String name, Optional<String> checkpoint, Consumer<StreamExecutionEnvironment> pipeline)
            throws Exception {
        Configuration begin = new Configuration(settings);
        checkpoint.ifPresent(path -> begin.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(begin);
        pipeline.accept(environment);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(name);
        EmbeddedJob job = new EmbeddedJob(
                cluster, cluster.submitJob(graph.getJobGraph()).get().getJobID());
        jobs.add(job);
        return job;
    }

    /** The checkpoint directory, as Flink names it. */
    public String checkpoints() {
        return settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    }

    @Override
    public void close() {
        try {
            jobs.forEach(EmbeddedJob::close);
            cluster.closeAsync().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("The Flink mini cluster did not stop: " + e.getMessage(), e);
        } finally {
            temporary.close();
        }
    }
}
