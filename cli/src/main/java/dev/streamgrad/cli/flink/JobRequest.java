package dev.streamgrad.cli.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the job is to be run.
 *
 * @param jar with everything but Flink and DJL; its manifest names the main class
 * @param arguments of the main class
 * @param parallelism of the operators; the cluster's default where empty
 * @param checkpoints URI of the directory for checkpoints; the cluster's where empty
 * @param savepoint path to restore from; from the beginning of the topics where empty
 */
public record JobRequest(
        Path jar,
        List<String> arguments,
        Optional<Integer> parallelism,
        Optional<String> checkpoints,
        Optional<String> savepoint) {}
