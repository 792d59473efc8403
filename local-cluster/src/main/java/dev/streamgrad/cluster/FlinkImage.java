package dev.streamgrad.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * Runs our image on top of Flink's official one: {@code lib/} holds Flink and DJL, {@code usrlib/} the job. {@code FLINK_PROPERTIES} is the
 * configuration; the classes that Flink's scripts call derive the JVM's memory options from it.
 *
 * @param installation has the jars
 */
record FlinkImage(Jvm jvm, Installation installation) implements ImageRuntime {

    private static final String REST_PORT = "8081";
    private static final String RPC_PORT = "6123";
    private static final String PROPERTIES = "FLINK_PROPERTIES";
    private static final String METRICS_PORT = "metrics.reporter.prom.port";
    private static final int DEFAULT_METRICS_PORT = 9249;

    @Override
    public Launch prepare(Container container) throws IOException {
        Path home = Files.createDirectories(container.directory().resolve("opt/flink"));
        Path lib = linked(home.resolve("lib"), installation.flinkJars());
        linked(home.resolve("usrlib"), List.of(installation.jobJar()));
        Path configuration = Files.createDirectories(home.resolve("conf"));
        for (Path plugin : children(installation.flinkPlugins())) {
            linked(home.resolve("plugins").resolve(plugin.getFileName()), children(plugin));
        }
        Files.write(configuration.resolve("config.yaml"), settings(container));
        for (String path : container.service().volumes().keySet()) {
            Files.createDirectories(container.volume(path));
        }
        Configuration read = GlobalConfiguration.loadConfiguration(configuration.toString());
        List<String> command = new ArrayList<>(container.command());
        String role = command.remove(0);
        List<String> start = role.equals("taskmanager")
                ? taskManager(container, read, lib, command)
                : jobManager(container, read, lib, command);
        Map<String, String> environment = container.environment();
        environment.remove(PROPERTIES);
        environment.put("FLINK_HOME", home.toString());
        environment.put("FLINK_LIB_DIR", lib.toString());
        environment.put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
        environment.put("FLINK_CONF_DIR", configuration.toString());
        return new Launch(Optional.empty(), start, environment);
    }

    /** The published and the configured ports; Flink chooses all others. */
    @Override
    public List<String> listens(Container container) {
        List<String> endpoints = new ArrayList<>();
        container.service().ports().forEach(port -> endpoints.add(container.endpoint(port.container())));
        if (!isTaskManager(container)) {
            endpoints.add(container.address() + ":" + RPC_PORT);
        }
        List<String> fixed =
                isTaskManager(container) ? List.of(METRICS_PORT) : List.of(METRICS_PORT, "blob.server.port");
        container
                .environment()
                .getOrDefault(PROPERTIES, "")
                .lines()
                .filter(line -> fixed.stream().anyMatch(key -> line.startsWith(key + ":")))
                .forEach(line -> endpoints.add(container.address() + ":"
                        + line.substring(line.indexOf(':') + 1).strip()));
        return endpoints;
    }

    /** A job manager is ready when all tasks of its job run, a task manager when its metrics reporter answers. */
    @Override
    public Health health(Container container) {
        return isTaskManager(container)
                ? HttpHealth.ok("http://" + container.address() + ":"
                        + container.readyPort().orElse(DEFAULT_METRICS_PORT) + "/metrics")
                : new JobHealth("http://" + container.endpoint(Integer.parseInt(REST_PORT)));
    }

    private static boolean isTaskManager(Container container) {
        return container.service().command().contains("taskmanager");
    }

    /** The service's properties, and the addresses that the image would take from the container's network. */
    private static List<String> settings(Container container) {
        List<String> settings = new ArrayList<>();
        container
                .environment()
                .getOrDefault(PROPERTIES, "")
                .lines()
                .map(FlinkImage::quoted)
                .forEach(settings::add);
        settings.add("taskmanager.host: " + container.address());
        settings.add("io.tmp.dirs: tmp"); // a list, so a relative path: the absolute one may contain a comma
        String[] rest = container.endpoint(Integer.parseInt(REST_PORT)).split(":", -1);
        if (!container.service().ports().isEmpty()) {
            settings.removeIf(line -> line.startsWith("rest.bind-address:"));
            settings.add("rest.bind-address: " + rest[0]);
            settings.add("rest.port: " + rest[1]);
        }
        return settings;
    }

    /** The line with its value as a quoted YAML string, since a path in it may contain any character. */
    static String quoted(String line) {
        String[] parts = line.split(": ", 2);
        return parts.length < 2 || parts[1].strip().matches("[\"'\\[{].*")
                ? line
                : parts[0] + ": \"" + parts[1].strip().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private List<String> jobManager(Container container, Configuration settings, Path lib, List<String> arguments) {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(settings);
        List<String> all = new ArrayList<>(
                List.of("--configDir", lib.resolveSibling("conf").toString()));
        all.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        all.addAll(arguments);
        return jvm.command(
                options(container, JobManagerProcessUtils.generateJvmParametersStr(memory, settings)),
                classPath(container, lib),
                "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
                all);
    }

    private List<String> taskManager(Container container, Configuration settings, Path lib, List<String> arguments) {
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(settings);
        List<String> all = new ArrayList<>(
                List.of("--configDir", lib.resolveSibling("conf").toString()));
        all.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        all.addAll(arguments);
        return jvm.command(
                options(container, ProcessMemoryUtils.generateJvmParametersStr(memory)),
                classPath(container, lib),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                all);
    }

    /** Relative to the working directory of the process: a class path is a list, and an absolute path may contain its separator. */
    private static String classPath(Container container, Path lib) {
        return container.directory().relativize(lib) + "/*";
    }

    private List<String> options(Container container, String memory) {
        List<String> options = new ArrayList<>(words(memory));
        options.addAll(jvm.bound(container.address()));
        return options;
    }

    /** Fills a folder with links to files, where the image has copies. */
    private static Path linked(Path folder, List<Path> files) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Path link = folder.resolve(file.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, file.toAbsolutePath());
        }
        return folder;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
