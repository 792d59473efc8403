package dev.streamgrad.cli.flink;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The task slots of a Flink cluster.
 *
 * @param taskManagers that have registered
 * @param all their slots
 * @param free those without a task
 */
record Slots(int taskManagers, int all, int free) {

    /** As they are now. */
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
