package dev.streamgrad.cluster.flink;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.Awaited;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A real session cluster in this process, with its REST interface. */
public final class Session implements AutoCloseable {

    private final MiniCluster cluster;
    private final URI address;
    private final int slots;

    /** Starts the cluster. */
    public Session(Path directory, int taskManagers, int slots) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("rest.address", "127.0.0.1");
        settings.setString("rest.bind-address", "127.0.0.1");
        settings.setString("jobmanager.bind-host", "127.0.0.1");
        settings.setString("taskmanager.bind-host", "127.0.0.1");
        settings.setString("rest.bind-port", "0");
        settings.setString("web.upload.dir", directory.toString());
        settings.setString("taskmanager.memory.managed.size", "1m");
        settings.setString("taskmanager.memory.network.min", "32m");
        settings.setString("taskmanager.memory.network.max", "32m");
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        address = cluster.getRestAddress().get();
        this.slots = taskManagers * slots;
    }

    /** The address of the REST interface. */
    public URI address() {
        return address;
    }

    /** A client of the REST interface with a time limit. */
    FlinkRest rest(Duration patience) {
        return new FlinkRest(address, patience(patience));
    }

    /** A patience that ignores its messages. */
    static Patience patience(Duration limit) {
        return new Patience(limit, said -> {});
    }

    /** Cancels every job, and waits until all slots are free. */
    public void clear() throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
            }
        }
        FlinkRest rest = rest(Duration.ofSeconds(10));
        Awaited.until(
                "all slots are free",
                () -> rest.get("/overview").path("slots-available").asInt() == slots);
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
