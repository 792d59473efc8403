package dev.streamgrad.cli.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink session cluster, which runs one job per topic prefix, for all of its policies; the prefix is the job's name. */
public final class SessionCluster {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCluster.class);
    private static final Set<String> OVER =
            Set.of("FAILING", "FAILED", "CANCELLING", "CANCELED", "FINISHED", "SUSPENDED");

    private final FlinkRest rest;
    private final String builtFor;

    /**
     * At the address of its REST interface.
     *
     * @param patience with a job manager that does not answer, task managers that have not come yet, and a job that starts
     */
    public SessionCluster(URI address, Patience patience) {
        this(address, patience, EnvironmentInformation.getVersion());
    }

    /** For a job that was built for this version of Flink. */
    SessionCluster(URI address, Patience patience, String builtFor) {
        rest = new FlinkRest(address, patience);
        this.builtFor = builtFor;
    }

    /** Sees whether it answers, and is of the version that the job was built for: the same but for the last number. */
    public void check() {
        String version = rest.get("/config").path("flink-version").asText();
        if (version.isEmpty()) {
            throw new FailedException(
                    "What answers at " + rest.address() + " is no Flink: its /config has no flink-version.");
        }
        if (!minor(version).equals(minor(builtFor))) {
            throw new FailedException("The Flink at " + rest.address() + " is " + version
                    + ", but the job was built for "
                    + minor(builtFor) + ": run a cluster of that version, or build Streamgrad with -Dflink.version="
                    + version + ".");
        }
    }

    /** The id of the job of that name, if the cluster has it and it is neither over nor about to be. */
    public Optional<String> job(String name) {
        return jobs(name).findFirst();
    }

    /**
     * Leaves one job of that name where two were started at the same time: the earlier; else two learners would write each version.
     *
     * @param own which is cancelled if there is an earlier one
     * @return the one that stays
     */
    public String keepOne(String name, String own) {
        String first = job(name).orElse(own);
        if (!first.equals(own)) {
            new JobStart(rest, own).cancel();
        }
        return first;
    }

    /** The earliest first. */
    private Stream<String> jobs(String name) {
        return StreamSupport.stream(rest.get("/jobs/overview").path("jobs").spliterator(), false)
                .filter(job -> job.path("name").asText().equals(name)
                        && !OVER.contains(job.path("state").asText()))
                .sorted(Comparator.<JsonNode>comparingLong(
                                job -> job.path("start-time").asLong())
                        .thenComparing(job -> job.path("jid").asText()))
                .map(job -> job.path("jid").asText());
    }

    /**
     * Starts the job and waits until all of its tasks run. A job that does not come up is cancelled: nothing half-started is
     * left behind.
     *
     * @return the job's id
     * @throws FailedException with the root cause
     */
    public String run(JobRequest request) throws IOException {
        slots();
        String jar = upload(request.jar());
        String job;
        try {
            job = rest.post("/jars/" + jar + "/run", body(request))
                    .path("jobid")
                    .asText();
        } finally {
            discard(jar);
        }
        JobStart start = new JobStart(rest, job);
        try {
            start.await();
        } catch (FailedException e) {
            cancel(start, e);
            throw e;
        }
        return job;
    }

    /** Task managers that have just been started are waited for. */
    private void slots() {
        Slots slots = Slots.of(rest);
        long deadline = System.nanoTime() + rest.patience().limit().toNanos();
        boolean said = false;
        while (slots.free() == 0) {
            if (System.nanoTime() > deadline) {
                throw new FailedException("The Flink at " + rest.address() + " has no free task slot ("
                        + slots + "): start a task manager that reaches the job manager,"
                        + " raise taskmanager.numberOfTaskSlots, or cancel a job.");
            }
            if (!said) {
                said = true;
                rest.patience()
                        .say()
                        .accept(rest.patience()
                                .sentence(
                                        "a free task slot of the Flink at " + rest.address() + " (" + slots + ")",
                                        Duration.ZERO));
            }
            JobStart.pause();
            slots = Slots.of(rest);
        }
    }

    /** Returns the jar's id on the cluster. */
    private String upload(Path jar) throws IOException {
        if (!rest.get("/config").at("/features/web-submit").asBoolean()) {
            throw new FailedException("The Flink at " + rest.address()
                    + " takes no jars: set web.submit.enable: true, or start the job in application mode.");
        }
        String stored = rest.upload("/jars/upload", jar).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    private static void cancel(JobStart start, FailedException reason) {
        try {
            start.cancel();
        } catch (FailedException e) { // it ended by itself, or nobody answers: the reason is what the user must hear
            reason.addSuppressed(e);
        }
    }

    /** The job has its own copy. */
    private void discard(String jar) {
        try {
            rest.delete("/jars/" + jar);
        } catch (FailedException e) {
            LOG.warn("The jar {} stays on the cluster: {}", jar, e.getMessage());
        }
    }

    private static ObjectNode body(JobRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        request.arguments().forEach(body.putArray("programArgsList")::add);
        request.parallelism().ifPresent(parallelism -> body.put("parallelism", parallelism));
        request.savepoint().ifPresent(path -> body.put("savepointPath", path));
        request.checkpoints()
                .ifPresent(uri -> body.putObject("flinkConfiguration").put("execution.checkpointing.dir", uri));
        return body;
    }

    private static String minor(String version) {
        String[] numbers = version.split("\\.", 3);
        return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
    }
}
