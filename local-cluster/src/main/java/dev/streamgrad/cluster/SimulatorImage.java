package dev.streamgrad.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs our image of a simulator: a Java runtime and a class path.
 *
 * @param installation has the class path
 */
record SimulatorImage(Jvm jvm, Installation installation) implements ImageRuntime {

    private static final String MAIN = "dev.streamgrad.simulator.SimulatorMain";
    private static final String METRICS = "STREAMGRAD_METRICS_ADDRESS";
    private static final String PLUGINS = "/plugins";
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    @Override
    public Launch prepare(Container container) throws IOException {
        Map<String, String> environment = container.environment();
        List<String> options =
                Arrays.asList(environment.getOrDefault(OPTIONS, "-Xmx256m").split(" ", -1));
        environment.remove(OPTIONS);
        Path plugins = container.volume(PLUGINS);
        if (Files.notExists(plugins)) {
            Files.createDirectories(plugins);
        }
        List<String> command = jvm.command(options, installation.simulatorClassPath(), MAIN, container.command());
        return new Launch(Optional.empty(), command, environment);
    }

    @Override
    public List<String> listens(Container container) {
        return Optional.ofNullable(container.environment().get(METRICS)).stream()
                .toList();
    }

    /** A simulator is ready once it has joined its group. */
    @Override
    public Health health(Container container) {
        return HttpHealth.ok("http://" + container.environment().get(METRICS) + "/-/ready");
    }
}
