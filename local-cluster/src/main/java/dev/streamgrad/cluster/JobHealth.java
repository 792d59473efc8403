package dev.streamgrad.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Checks that all tasks of a job manager's job run. The job's state RUNNING is not enough: without enough task slots its tasks wait.
 *
 * @param rest address of the job manager's REST interface
 */
record JobHealth(String rest) implements Health {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    public Optional<String> missing() {
        try {
            JsonNode job = ask("/jobs/overview").path("jobs").path(0);
            return missing(job, ask("/overview"));
        } catch (IOException e) {
            return Optional.of("Flink's REST interface does not answer at " + rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The reason why a job is not ready, from Flink's overviews of the job and of the cluster. */
    static Optional<String> missing(JsonNode job, JsonNode cluster) {
        if (job.isMissingNode()) {
            return Optional.of("there is no job yet");
        }
        int running = job.path("tasks").path("running").asInt();
        int total = job.path("tasks").path("total").asInt();
        if (job.path("state").asText().equals("RUNNING") && running == total && total > 0) {
            return Optional.empty();
        }
        return Optional.of("the job is " + job.path("state").asText() + " and " + running + " of its " + total
                + " tasks run (" + cluster.path("taskmanagers").asInt() + " task managers, "
                + cluster.path("slots-total").asInt() + " slots, "
                + cluster.path("slots-available").asInt() + " free)");
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(HttpHealth.get(URI.create(rest + path)).body());
    }
}
