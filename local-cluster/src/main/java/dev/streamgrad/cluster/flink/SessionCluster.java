package dev.streamgrad.cluster.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
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
     * The cluster at the address of a REST interface.
     *
     * @param patience time limit for each wait: for the job manager to answer, for task managers to register, and for the job to run
     */
    public SessionCluster(URI address, Patience patience) {
        this(address, patience, EnvironmentInformation.getVersion());
    }

    /** The cluster for a job that was built for a version of Flink. */
    SessionCluster(URI address, Patience patience, String builtFor) {
        rest = new FlinkRest(address, patience);
        this.builtFor = builtFor;
    }

    /** Checks that the cluster answers and that its version has the major and minor number that the job was built for. */
    public void check() {
        String version = rest.get("/config").path("flink-version").asText();
        if (version.isEmpty()) {
            throw new FailedException(
                    "The server at " + rest.address() + " is not Flink: its /config has no flink-version.");
        }
        if (!minor(version).equals(minor(builtFor))) {
            throw new FailedException("Flink at " + rest.address() + " has version " + version
                    + ", but the job was built for " + minor(builtFor)
                    + "; run a cluster of that version, or build Streamgrad with -Dflink.version=" + version + ".");
        }
    }

    /** The id of the job with a name; empty if there is none, or it has ended or is ending. */
    public Optional<String> job(String name) {
        return jobs(name).findFirst();
    }

    /**
     * Keeps the earliest job with a name if two were started at the same time; otherwise two learners would write each version.
     *
     * @param own the caller's job, which is cancelled if there is an earlier one
     * @return the job that is kept
     */
    public String keepOne(String name, String own) {
        String first = job(name).orElse(own);
        if (!first.equals(own)) {
            new JobStart(rest, own).cancel();
        }
        return first;
    }

    /** The jobs with a name that have not ended, in the order of their start. */
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
     * Starts the job and waits until all of its tasks run. Cancels a job that does not start.
     *
     * @return the job's id
     * @throws FailedException if the job does not start; with the root cause
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

    /** Waits for a free task slot, since task managers may have just been started. */
    private void slots() {
        Slots slots = Slots.of(rest);
        long deadline = System.nanoTime() + rest.patience().limit().toNanos();
        boolean reported = false;
        while (slots.free() == 0) {
            if (System.nanoTime() > deadline) {
                throw new FailedException("Flink at " + rest.address() + " has no free task slot ("
                        + slots + "); start a task manager that reaches the job manager,"
                        + " raise taskmanager.numberOfTaskSlots, or cancel a job.");
            }
            if (!reported) {
                reported = true;
                rest.patience()
                        .say()
                        .accept(rest.patience()
                                .sentence(
                                        "a free task slot of Flink at " + rest.address() + " (" + slots + ")",
                                        Duration.ZERO));
            }
            JobStart.pause();
            slots = Slots.of(rest);
        }
    }

    /** Uploads a jar; returns its id on the cluster. */
    private String upload(Path jar) throws IOException {
        if (!rest.get("/config").at("/features/web-submit").asBoolean()) {
            throw new FailedException("Flink at " + rest.address()
                    + " does not accept jars; set web.submit.enable: true, or start the job in application mode.");
        }
        String stored = rest.upload("/jars/upload", jar).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    private static void cancel(JobStart start, FailedException reason) {
        try {
            start.cancel();
        } catch (FailedException e) { // the job has ended, or Flink does not answer: the user needs the original reason
            reason.addSuppressed(e);
        }
    }

    /** Deletes the uploaded jar; the job has its own copy. */
    private void discard(String jar) {
        try {
            rest.delete("/jars/" + jar);
        } catch (FailedException e) {
            LOG.warn("The jar {} could not be deleted from the cluster: {}", jar, e.getMessage());
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
