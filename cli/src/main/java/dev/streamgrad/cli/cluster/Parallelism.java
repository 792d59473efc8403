package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many sources and learners the job has, and how many task slots there are for them: each unit of parallelism takes two. With too few
 * slots a job is RUNNING and never learns.
 *
 * @param asked what the Compose file says
 * @param taskManagers how many there are
 * @param slotsEach slots of each
 */
record Parallelism(int asked, int taskManagers, int slotsEach) {

    private static final String IMAGE = "streamgrad/flink-job:";
    private static final String PROPERTIES = "FLINK_PROPERTIES";
    private static final String PARALLELISM = "parallelism.default";
    private static final int SLOTS_PER_UNIT = 2;

    /** Of the services' job; empty if they have none. */
    static Optional<Parallelism> of(List<Service> services) {
        Optional<Service> manager = find(services, "standalone-job");
        Optional<Service> workers = find(services, "taskmanager");
        if (manager.isEmpty() || workers.isEmpty()) {
            return Optional.empty();
        }
        String option = "-D" + PARALLELISM + "=";
        int asked = manager.get().command().stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Integer.parseInt(argument.substring(option.length())))
                .findFirst()
                .orElse(number(manager.get(), PARALLELISM));
        return Optional.of(new Parallelism(
                asked, workers.get().replicas(), number(workers.get(), "taskmanager.numberOfTaskSlots")));
    }

    /**
     * The parallelism that the slots allow.
     *
     * @throws UserException if they allow none
     */
    int fitting() {
        int fitting = Math.min(asked, taskManagers * slotsEach / SLOTS_PER_UNIT);
        if (fitting < 1) {
            throw new UserException("The job needs " + SLOTS_PER_UNIT + " task slots at least, but " + there()
                    + ": raise --task-managers, or taskmanager.numberOfTaskSlots in the Compose file.");
        }
        return fitting;
    }

    /** What a person should know: that the job is smaller than the file says. */
    Optional<String> notice() {
        return fitting() == asked
                ? Optional.empty()
                : Optional.of("The job runs at parallelism " + fitting() + " in place of " + asked + ": " + there()
                        + ", and it needs " + SLOTS_PER_UNIT + " for each.");
    }

    /** The service with a parallelism that fits; other services as they are. */
    Service fitted(Service service) {
        if (fitting() == asked || !service.image().startsWith(IMAGE)) {
            return service;
        }
        Map<String, String> environment = new LinkedHashMap<>(service.environment());
        environment.computeIfPresent(
                PROPERTIES,
                (name, text) -> text.replaceAll("(?m)^" + PARALLELISM + ": .*$", PARALLELISM + ": " + fitting()));
        List<String> command = service.command().stream()
                .map(argument ->
                        argument.startsWith("-D" + PARALLELISM + "=") ? "-D" + PARALLELISM + "=" + fitting() : argument)
                .toList();
        return service.with(command, environment);
    }

    private String there() {
        return (taskManagers == 1 ? "the one task manager has " : "the " + taskManagers + " task managers have ")
                + taskManagers * slotsEach
                + (taskManagers * slotsEach == 1 ? " slot" : " slots");
    }

    private static Optional<Service> find(List<Service> services, String role) {
        return services.stream()
                .filter(service ->
                        service.image().startsWith(IMAGE) && service.command().contains(role))
                .findFirst();
    }

    /** Flink's own default of both settings is 1. */
    private static int number(Service service, String key) {
        return service.environment()
                .getOrDefault(PROPERTIES, "")
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> Integer.parseInt(line.substring(key.length() + 1).strip()))
                .findFirst()
                .orElse(1);
    }
}
