package dev.streamgrad.cli.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our image of a simulator: a Java runtime and a class path.
 *
 * @param classPath the actors' own
 */
record SimulatorImage(Jvm jvm, String classPath) implements ImageRuntime {

    private static final String MAIN = "dev.streamgrad.simulator.SimulatorMain";
    private static final String METRICS = "STREAMGRAD_METRICS_ADDRESS";
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    @Override
    public Launch prepare(Container container) {
        Map<String, String> environment = container.environment();
        List<String> options =
                Arrays.asList(environment.getOrDefault(OPTIONS, "-Xmx256m").split(" ", -1));
        environment.remove(OPTIONS);
        return new Launch(Optional.empty(), jvm.command(options, classPath, MAIN, container.command()), environment);
    }

    @Override
    public List<String> listens(Container container) {
        return Optional.ofNullable(container.environment().get(METRICS)).stream()
                .toList();
    }

    /** Ready once it has joined the group. */
    @Override
    public Health health(Container container) {
        return HttpHealth.ok("http://" + container.environment().get(METRICS) + "/-/ready");
    }
}
