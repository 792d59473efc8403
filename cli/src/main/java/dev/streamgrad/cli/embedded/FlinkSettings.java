package dev.streamgrad.cli.embedded;

import dev.streamgrad.job.launch.JobSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** What the mini cluster adds to the job's settings, and sets otherwise. */
final class FlinkSettings {

    private static final String LOOPBACK = "127.0.0.1";

    private FlinkSettings() {}

    /**
     * The configuration of cluster and job.
     *
     * @param checkpoints where checkpoints are kept
     * @param temporary where temporary files are kept
     */
    static Configuration of(Path checkpoints, Path temporary, int parallelism) {
        Configuration settings = JobSettings.all();
        onLoopback(settings);
        set(settings, "io.tmp.dirs", temporary.toString());
        set(settings, "web.tmpdir", temporary.toString());
        // Heap state needs no managed memory; the network buffers of a few channels fit into little.
        set(settings, "taskmanager.memory.managed.size", "1m");
        set(settings, "taskmanager.memory.network.min", "32m");
        set(settings, "taskmanager.memory.network.max", "32m");
        set(settings, "parallelism.default", Integer.toString(parallelism));
        // The adaptive scheduler ignores what a slot-sharing group asks for.
        set(settings, "jobmanager.scheduler", "Default");
        set(settings, "execution.checkpointing.interval", "2 s");
        // A machine that dies loses what its system had not written yet: up to 30 s of the log and of checkpoints.
        set(settings, "execution.checkpointing.num-retained", "20");
        // Flink does not decode what Java's URI of a path escapes.
        String directory = org.apache.flink.core.fs.Path.fromLocalFile(
                        checkpoints.toAbsolutePath().toFile())
                .toString();
        set(settings, "execution.checkpointing.dir", directory);
        // In one process all parts fail together: what does not mend itself at once never does, and the command says
        // so.
        set(settings, "restart-strategy.type", "fixed-delay");
        set(settings, "restart-strategy.fixed-delay.attempts", "10");
        set(settings, "restart-strategy.fixed-delay.delay", "200 ms");
        return settings;
    }

    /** Flink listens on all interfaces where it is not told otherwise, each server by a setting of its own. */
    private static void onLoopback(Configuration settings) {
        for (String server : List.of("rest.bind-address", "jobmanager.bind-host", "taskmanager.bind-host")) {
            set(settings, server, LOOPBACK);
        }
        for (String name : List.of("rest.address", "jobmanager.rpc.address", "taskmanager.host")) {
            set(settings, name, LOOPBACK);
        }
        set(settings, "rest.bind-port", "0");
    }

    private static void set(Configuration settings, String key, String value) {
        settings.setString(key, value);
    }
}
