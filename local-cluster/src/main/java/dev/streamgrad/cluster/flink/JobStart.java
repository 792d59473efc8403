package dev.streamgrad.cluster.flink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The start of a submitted job: waits until all of its tasks run. */
final class JobStart {

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 200;
    private static final Set<String> UNDER_WAY = Set.of("INITIALIZING", "CREATED", "RUNNING");
    private static final Set<String> WITHOUT_SLOT = Set.of("CREATED", "SCHEDULED");

    private final FlinkRest rest;
    private final String job;

    JobStart(FlinkRest rest, String job) {
        this.rest = rest;
        this.job = job;
    }

    /** Waits until all tasks run; throws a {@link FailedException} with the reason if the job fails or the patience runs out. */
    void await() {
        long begin = System.nanoTime();
        Patience patience = rest.patience();
        String reported = "";
        JsonNode now = rest.get("/jobs/" + job);
        while (!isRunning(now)) {
            throwFailure(now);
            String missing = missing(now);
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(patience.limit()) > 0) {
                throw new FailedException("The job " + job + " does not run after "
                        + patience.limit().toSeconds() + " s: " + missing
                        + ". See the job manager's log, or raise --patience.");
            }
            if (waited.compareTo(MOMENT) > 0 && !missing.equals(reported)) {
                reported = missing;
                patience.say().accept(patience.sentence("the job: " + missing, waited));
            }
            pause();
            now = rest.get("/jobs/" + job);
        }
    }

    /** The reason why the job does not run yet. */
    private String missing(JsonNode now) {
        if (tasks(now).stream().anyMatch(WITHOUT_SLOT::contains)) {
            Slots slots = Slots.of(rest);
            if (slots.free() == 0) {
                return "it needs more task slots than Flink at " + rest.address() + " has (" + slots
                        + "); start another task manager, raise taskmanager.numberOfTaskSlots, or lower --parallelism";
            }
        }
        return "it is " + now.path("state").asText() + ", its tasks are "
                + tasks(now).stream().distinct().collect(Collectors.joining(", "));
    }

    /** Cancels the job, unless it has ended. */
    void cancel() {
        String state = rest.get("/jobs/" + job).path("state").asText();
        if (!state.equals("FAILED") && !state.equals("CANCELED") && !state.equals("FINISHED")) {
            rest.patch("/jobs/" + job + "?mode=cancel");
        }
    }

    private static boolean isRunning(JsonNode job) {
        List<String> tasks = tasks(job);
        return job.path("state").asText().equals("RUNNING")
                && !tasks.isEmpty()
                && tasks.stream().allMatch("RUNNING"::equals);
    }

    private static List<String> tasks(JsonNode job) {
        return StreamSupport.stream(job.path("vertices").spliterator(), false)
                .map(vertex -> vertex.path("status").asText())
                .toList();
    }

    private void throwFailure(JsonNode now) {
        String state = now.path("state").asText();
        JsonNode newest = rest.get("/jobs/" + job + "/exceptions").at("/exceptionHistory/entries/0/stacktrace");
        if (!newest.isMissingNode() || !UNDER_WAY.contains(state)) {
            throw new FailedException("The job " + job + " does not start"
                    + (newest.isMissingNode() ? "; it is " + state + "." : ": " + RootCause.of(newest.asText())));
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("Interrupted while waiting for the job to run.", e);
        }
    }
}
