package dev.streamgrad.cli.flink;

import dev.streamgrad.contract.kafka.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A real session cluster in this process, with its REST interface. */
public final class Session implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MiniCluster cluster;
    private final URI address;
    private final int slots;

    /** Starts it. */
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
        address = cluster.getRestAddress().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        this.slots = taskManagers * slots;
    }

    /** Of its REST interface. */
    public URI address() {
        return address;
    }

    /** Its REST interface, asked with patience. */
    FlinkRest rest(Duration patience) {
        return new FlinkRest(address, patience(patience));
    }

    /** As a user has it who does not read along. */
    static Patience patience(Duration limit) {
        return new Patience(limit, said -> {});
    }

    /** Cancels every job, and waits until all slots are free. */
    public void clear() throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        FlinkRest rest = rest(Duration.ofSeconds(10));
        await(() -> rest.get("/overview").path("slots-available").asInt() == slots);
    }

    /** Waits until something holds. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come about within " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        cluster.closeAsync().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
