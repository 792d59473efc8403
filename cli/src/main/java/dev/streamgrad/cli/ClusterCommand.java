package dev.streamgrad.cli;

import dev.streamgrad.cluster.Cluster;
import dev.streamgrad.cluster.ClusterSettings;
import dev.streamgrad.cluster.Installation;
import dev.streamgrad.cluster.Supervisor;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.run.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the containers of docker-compose.yml as processes on this machine: for tests, and for users without a container engine. */
@Command(
        name = "cluster",
        description =
                "Runs Kafka, Flink and the simulators of docker-compose.yml as processes on this machine, without containers.",
        mixinStandardHelpOptions = true,
        subcommands = ClusterSubmitCommand.class)
final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandNeededException(command.commandLine());
    }

    /** The cluster's directory. */
    static final class Place {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "Directory of the cluster's state, configuration and logs (default: ${DEFAULT-VALUE}).")
        private Path directory = Path.of("cluster");

        Path absolute() {
            return directory.toAbsolutePath().normalize();
        }
    }

    /** The settings of the cluster. */
    static final class Making {

        @Option(names = "--task-managers", paramLabel = "N", description = "Task managers (default: from the file).")
        private Optional<Integer> taskManagers = Optional.empty();

        @Option(
                names = "--simulators",
                paramLabel = "N",
                description = "Simulators; 0 if others act (default: from the file).")
        private Optional<Integer> simulators = Optional.empty();

        @Option(
                names = "--kafka-port",
                paramLabel = "N",
                description = "Port of Kafka on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
        private int kafkaPort = 9092;

        @Option(
                names = "--flink-port",
                paramLabel = "N",
                description = "Port of Flink's web page and REST interface (default: ${DEFAULT-VALUE}).")
        private int flinkPort = 8081;

        @Option(
                names = "--network",
                paramLabel = "A.B.C",
                description =
                        "First three numbers of the processes' addresses (default: 127.0.10; with --namespaces 10.211.0).")
        private Optional<String> network = Optional.empty();

        @Option(
                names = "--namespaces",
                description = "Give each process its own network namespace, like a host (requires Linux and root).")
        private boolean namespaces;

        @Option(
                names = "--compose",
                paramLabel = "FILE",
                description = "The Compose file (default: Streamgrad's docker-compose.yml).")
        private Optional<Path> compose = Optional.empty();

        @Mixin
        private PluginOptions plugins = new PluginOptions();

        ClusterSettings settings(Path directory) {
            check("--kafka-port", kafkaPort, 65_535);
            check("--flink-port", flinkPort, 65_535);
            taskManagers.ifPresent(count -> check("--task-managers", count, 100));
            simulators.ifPresent(count -> check("--simulators", count, 0, 100));
            String first = namespaces ? "10" : "127";
            String addresses = network.orElse(namespaces ? "10.211.0" : "127.0.10");
            if (!addresses.matches(first + "\\.\\d{1,3}\\.\\d{1,3}")) {
                throw new UserException("--network is " + addresses + ", but must be of the form " + first + ".X.Y.");
            }
            Map<String, Integer> scale = new LinkedHashMap<>();
            taskManagers.ifPresent(count -> scale.put("taskmanager", count));
            simulators.ifPresent(count -> scale.put("simulator", count));
            Installation installation = Installation.of(Main.class);
            return new ClusterSettings(
                    compose.orElse(installation.composeFile()),
                    directory,
                    installation,
                    scale,
                    variables(),
                    addresses,
                    namespaces);
        }

        /** Values for the variables of the Compose file. */
        private Map<String, String> variables() {
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("STREAMGRAD_KAFKA_PORT", Integer.toString(kafkaPort));
            variables.put("STREAMGRAD_FLINK_PORT", Integer.toString(flinkPort));
            List<Path> paths = plugins.paths();
            if (paths.size() > 1) {
                throw new UserException("--plugins names " + paths.size()
                        + " paths, but the simulators of a cluster mount one; put the jars into one directory.");
            }
            plugins.registry(); // a plug-in that does not load must not start a cluster
            paths.forEach(path -> variables.put(
                    "STREAMGRAD_PLUGINS_DIRECTORY", path.toAbsolutePath().toString()));
            return variables;
        }

        private static void check(String option, int value, int most) {
            check(option, value, 1, most);
        }

        private static void check(String option, int value, int least, int most) {
            if (value < least || value > most) {
                throw new UserException(
                        option + " is " + value + ", but must be between " + least + " and " + most + ".");
            }
        }
    }

    @Command(
            name = "start",
            description =
                    "Starts all processes and waits until they are ready: the broker answers, all tasks of the job run, the"
                            + " simulators have joined.",
            mixinStandardHelpOptions = true)
    int start(
            @Mixin Place place,
            @Mixin Making making,
            @Option(
                            names = "--patience",
                            paramLabel = "SECONDS",
                            defaultValue = "180",
                            description = "Time limit for the whole start (default: ${DEFAULT-VALUE}).")
                    int patience)
            throws InterruptedException {
        Making.check("--patience", patience, 999_999);
        ClusterSettings settings = making.settings(place.absolute());
        CommandLine line = Objects.requireNonNull(command.subcommands().get("start"));
        List<String> supervisor = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "cluster",
                "supervise"));
        supervisor.addAll(line.getParseResult().originalArgs().stream()
                .dropWhile(argument -> !argument.equals("start"))
                .skip(1)
                .toList());
        line.getErr().println("Starting the cluster in " + settings.directory() + " ...");
        new Cluster(settings.directory())
                .start(settings, supervisor, new Patience(Duration.ofSeconds(patience), line.getErr()::println));
        line.getErr()
                .println("Kafka is at " + new Cluster(settings.directory()).kafka()
                        + ". Train a policy with: streamgrad cluster submit");
        return 0;
    }

    @Command(
            name = "status",
            description = "Shows the processes; exits with status 1 if one is not ready.",
            mixinStandardHelpOptions = true)
    int status(@Mixin Place place) {
        Cluster cluster = new Cluster(place.absolute());
        cluster.describe().forEach(command.commandLine().getOut()::println);
        command.commandLine().getOut().flush();
        return cluster.missing().isEmpty() ? 0 : 1;
    }

    @Command(name = "stop", description = "Stops all processes; keeps their files.", mixinStandardHelpOptions = true)
    int stop(@Mixin Place place) throws InterruptedException {
        new Cluster(place.absolute()).stop();
        command.commandLine().getErr().println("Stopped the cluster in " + place.absolute() + ".");
        return 0;
    }

    @Command(name = "supervise", hidden = true, description = "Supervises the processes until it is stopped.")
    int supervise(
            @Mixin Place place,
            @Mixin Making making,
            @Option(names = "--patience", hidden = true, description = "Ignored; an option of start.") int patience)
            throws IOException, InterruptedException {
        LogFile.set(place.absolute().resolve("supervisor.log"));
        Supervisor supervisor = new Supervisor(making.settings(place.absolute()));
        Thread stop = new Thread(() -> stop(supervisor), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        supervisor.run();
        return 0;
    }

    private static void stop(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
