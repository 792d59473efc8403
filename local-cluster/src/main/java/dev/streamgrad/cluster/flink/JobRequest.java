package dev.streamgrad.cluster.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A request to run the job.
 *
 * @param jar the job with everything but Flink and DJL; its manifest names the main class
 * @param arguments arguments of the main class
 * @param parallelism parallelism of the operators; the cluster's default if empty
 * @param checkpoints URI of the directory for checkpoints; the cluster's if empty
 * @param savepoint path to restore from; if empty, the job starts from the beginning of the topics
 */
public record JobRequest(
        Path jar,
        List<String> arguments,
        Optional<Integer> parallelism,
        Optional<String> checkpoints,
        Optional<String> savepoint) {}
