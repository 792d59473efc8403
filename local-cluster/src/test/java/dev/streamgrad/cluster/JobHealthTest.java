package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;

final class JobHealthTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void aJobWhoseTasksAllRunIsHealthy() throws Exception {
        assertThat(JobHealth.missing(job("RUNNING", 4), cluster())).isEmpty();
    }

    @Test
    void aRunningJobThatWaitsForSlotsIsUnhealthy() throws Exception {
        assertThat(JobHealth.missing(job("RUNNING", 0), cluster()))
                .contains("the job is RUNNING and 0 of its 4 tasks run (1 task managers, 2 slots, 0 free)");
    }

    @Test
    void aRestartingOrMissingJobIsUnhealthy() throws Exception {
        assertThat(JobHealth.missing(job("RESTARTING", 0), cluster())).isPresent();
        assertThat(JobHealth.missing(MissingNode.getInstance(), cluster())).contains("there is no job yet");
    }

    private static JsonNode job(String state, int running) throws Exception {
        return MAPPER.readTree(
                "{\"state\": \"" + state + "\", \"tasks\": {\"total\": 4, \"running\": " + running + "}}");
    }

    private static JsonNode cluster() throws Exception {
        return MAPPER.readTree("{\"taskmanagers\": 1, \"slots-total\": 2, \"slots-available\": 0}");
    }
}
