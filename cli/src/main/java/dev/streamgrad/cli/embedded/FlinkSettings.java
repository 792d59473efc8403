package dev.streamgrad.cli.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/** The job's settings on the mini cluster. */
final class FlinkSettings {

    private FlinkSettings() {}

    /**
     * The configuration of cluster and job.
     *
     * @param checkpoints where checkpoints are kept; a job resumes from the newest complete one there
     */
    static Configuration of(Path checkpoints, int parallelism) {
        Configuration settings = new Configuration();
        set(settings, "rest.bind-address", "127.0.0.1");
        set(settings, "rest.address", "127.0.0.1");
        set(settings, "rest.bind-port", "0");
        // Heap state needs no managed memory; the network buffers of a few channels fit into little.
        set(settings, "taskmanager.memory.managed.size", "1m");
        set(settings, "taskmanager.memory.network.min", "32m");
        set(settings, "taskmanager.memory.network.max", "32m");
        set(settings, "parallelism.default", Integer.toString(parallelism));
        // Key groups are for ever.
        set(settings, "pipeline.max-parallelism", "128");
        // A silent fall-back to Kryo would be slow and would make state that cannot evolve.
        set(settings, "pipeline.generic-types", "false");
        // The loop's latency: a buffer leaves with the record that was put into it.
        set(settings, "execution.buffer-timeout.interval", "0 ms");
        // The adaptive scheduler would ignore the learner's GPU profile.
        set(settings, "jobmanager.scheduler", "Default");
        set(settings, "state.backend.type", "hashmap");
        set(settings, "execution.checkpointing.interval", "2 s");
        set(settings, "execution.checkpointing.min-pause", "1 s");
        set(settings, "execution.checkpointing.timeout", "10 min");
        set(settings, "execution.checkpointing.storage", "filesystem");
        set(settings, "execution.checkpointing.dir", checkpoints.toUri().toString());
        set(settings, "execution.checkpointing.num-retained", "2");
        set(settings, "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        set(settings, "restart-strategy.type", "fixed-delay");
        set(settings, "restart-strategy.fixed-delay.attempts", "10");
        set(settings, "restart-strategy.fixed-delay.delay", "200 ms");
        newestCheckpoint(checkpoints)
                .ifPresent(path -> set(
                        settings, "execution.state-recovery.path", path.toUri().toString()));
        return settings;
    }

    private static void set(Configuration settings, String key, String value) {
        settings.setString(key, value);
    }

    /** The newest checkpoint that was completed: its metadata is there. */
    static Optional<Path> newestCheckpoint(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(checkpoints, 3)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparing(FlinkSettings::modified))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
