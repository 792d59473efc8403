package dev.streamgrad.cluster;

import dev.streamgrad.process.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parallelism of the job's sources and learners, and the available task slots: each unit of parallelism needs two. With too few slots a
 * job is RUNNING but never learns.
 *
 * @param asked parallelism in the Compose file
 * @param taskManagers number of task managers
 * @param slotsEach number of task slots of each task manager
 */
record Parallelism(int asked, int taskManagers, int slotsEach) {

    private static final String IMAGE = "streamgrad/flink-job:";
    private static final String PROPERTIES = "FLINK_PROPERTIES";
    private static final String PARALLELISM = "parallelism.default";
    private static final int SLOTS_PER_UNIT = 2;

    /** The parallelism of the job among the services; empty if there is no job. */
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
     * The parallelism of the Compose file, or the largest that the slots allow if that is less.
     *
     * @throws UserException if the slots do not allow a parallelism of 1
     */
    int fitting() {
        int fitting = Math.min(asked, taskManagers * slotsEach / SLOTS_PER_UNIT);
        if (fitting < 1) {
            throw new UserException("The job needs at least " + SLOTS_PER_UNIT + " task slots, but " + available()
                    + "; raise --task-managers, or taskmanager.numberOfTaskSlots in the Compose file.");
        }
        return fitting;
    }

    /** A message for the user if the parallelism is less than that of the Compose file. */
    Optional<String> notice() {
        return fitting() == asked
                ? Optional.empty()
                : Optional.of("The job runs at parallelism " + fitting() + " instead of " + asked + ": " + available()
                        + ", and each unit of parallelism needs " + SLOTS_PER_UNIT + ".");
    }

    /** The service with the fitting parallelism; a service that is not Flink is unchanged. */
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

    private String available() {
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

    /** A number from the service's Flink properties; 1, Flink's default, if the key is absent. */
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
