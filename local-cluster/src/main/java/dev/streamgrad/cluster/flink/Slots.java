package dev.streamgrad.cluster.flink;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The task slots of a Flink cluster.
 *
 * @param taskManagers number of registered task managers
 * @param all number of their slots
 * @param free number of slots without a task
 */
record Slots(int taskManagers, int all, int free) {

    /** The current number of slots. */
    static Slots of(FlinkRest rest) {
        JsonNode overview = rest.get("/overview");
        return new Slots(
                overview.path("taskmanagers").asInt(),
                overview.path("slots-total").asInt(),
                overview.path("slots-available").asInt());
    }

    @Override
    public String toString() {
        return taskManagers + " task managers, " + all + " slots";
    }
}
