package dev.streamgrad.cli;

import dev.streamgrad.cluster.Installation;
import dev.streamgrad.cluster.flink.JobRequest;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.process.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that start the job on a Flink session cluster. */
final class FlinkOptions {

    @Option(
            names = "--flink",
            required = true,
            paramLabel = "URL",
            description =
                    "REST address of a session cluster, such as http://127.0.0.1:8081; starts the job there if it is not running.")
    private String address = "";

    @Option(
            names = "--job-jar",
            paramLabel = "FILE",
            description = "Jar of the job; its manifest names the main class (default: the job of this Streamgrad).")
    private Optional<Path> jar = Optional.empty();

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallelism of the job (default: the cluster's).")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(
            names = "--checkpoints",
            paramLabel = "URI",
            description = "Directory for checkpoints, reachable by the whole cluster (default: the cluster's).")
    private Optional<String> checkpoints = Optional.empty();

    @Option(
            names = "--savepoint",
            paramLabel = "PATH",
            description = "Savepoint or checkpoint to restore (default: none; start at the beginning of the topics).")
    private Optional<String> savepoint = Optional.empty();

    @Option(
            names = "--learner-device",
            paramLabel = "NAME",
            description = "Device on which the job computes updates: auto, cpu or gpu (default: auto).")
    private Optional<String> learnerDevice = Optional.empty();

    @Option(
            names = "--job-bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Addresses of the brokers for the cluster (default: --bootstrap-servers).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--job-client-properties",
            paramLabel = "FILE",
            description = "Path of the client properties on the job manager (default: --client-properties).")
    private Optional<String> clientProperties = Optional.empty();

    /** The faults of these options, a sentence each. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            address();
        } catch (UserException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        parallelism
                .filter(count -> count < 1)
                .ifPresent(count -> faults.add("--parallelism is " + count + ", but must be at least 1."));
        learnerDevice
                .filter(device -> !device.matches("(?i)auto|cpu|gpu"))
                .ifPresent(device -> faults.add("--learner-device is '" + device + "', but must be auto, cpu or gpu."));
        if (!Files.isRegularFile(jar())) {
            faults.add("There is no job jar at " + jar()
                    + ": build it with 'mvn -DskipTests package', or name one with --job-jar.");
        }
        return faults;
    }

    URI address() {
        try {
            URI uri = new URI(address);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
            throw notAnAddress();
        } catch (URISyntaxException e) {
            throw notAnAddress();
        }
    }

    /** The request to run the job with this Kafka. Passes the path of the client properties, since Flink shows arguments to its users. */
    JobRequest request(KafkaOptions kafka, KafkaAccess access) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--bootstrap-servers", bootstrapServers.orElse(access.bootstrapServers())));
        clientProperties
                .or(kafka::clientProperties)
                .ifPresent(file -> arguments.addAll(List.of("--client-properties", file)));
        arguments.addAll(List.of("--topic-prefix", kafka.names().prefix()));
        kafka.patience().ifPresent(limit -> arguments.addAll(List.of("--patience", Long.toString(limit.toSeconds()))));
        learnerDevice.ifPresent(device -> arguments.addAll(List.of("--learner-device", device)));
        return new JobRequest(jar(), arguments, parallelism, checkpoints, savepoint);
    }

    private Path jar() {
        return jar.orElseGet(() -> Installation.of(Main.class).jobJar());
    }

    private UserException notAnAddress() {
        return new UserException("--flink is '" + address
                + "', but must be the address of Flink's REST interface, such as http://127.0.0.1:8081.");
    }
}
