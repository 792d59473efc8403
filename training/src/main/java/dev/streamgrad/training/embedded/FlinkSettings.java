package dev.streamgrad.training.embedded;

import dev.streamgrad.job.launch.JobSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** The settings of the mini cluster: those of the job, with additions and changes. */
final class FlinkSettings {

    private static final String LOOPBACK = "127.0.0.1";

    private FlinkSettings() {}

    /**
     * The configuration of the cluster and the job.
     *
     * @param checkpoints directory of the checkpoints
     * @param temporary directory of temporary files
     */
    static Configuration of(Path checkpoints, Path temporary, int parallelism) {
        Configuration settings = JobSettings.all();
        onLoopback(settings);
        set(settings, "io.tmp.dirs", temporary.toString());
        set(settings, "web.tmpdir", temporary.toString());
        // Heap state needs no managed memory, and a few channels need few network buffers.
        set(settings, "taskmanager.memory.managed.size", "1m");
        set(settings, "taskmanager.memory.network.min", "32m");
        set(settings, "taskmanager.memory.network.max", "32m");
        set(settings, "parallelism.default", Integer.toString(parallelism));
        // The adaptive scheduler ignores the resources that a slot-sharing group requires.
        set(settings, "jobmanager.scheduler", "Default");
        set(settings, "execution.checkpointing.interval", "2 s");
        // A machine crash loses what the system had not yet written: up to 30 s of the log and of checkpoints.
        set(settings, "execution.checkpointing.num-retained", "20");
        // Not from Java's URI of the path: Flink does not decode its escapes.
        String directory = org.apache.flink.core.fs.Path.fromLocalFile(
                        checkpoints.toAbsolutePath().toFile())
                .toString();
        set(settings, "execution.checkpointing.dir", directory);
        // In one process all parts fail together: a fault that lasts longer than these restarts is permanent, and the
        // command reports it.
        set(settings, "restart-strategy.type", "fixed-delay");
        set(settings, "restart-strategy.fixed-delay.attempts", "10");
        set(settings, "restart-strategy.fixed-delay.delay", "200 ms");
        return settings;
    }

    /** Binds each server to loopback, by its own setting; the default is all interfaces. */
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
