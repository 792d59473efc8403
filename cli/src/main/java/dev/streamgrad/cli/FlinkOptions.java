package dev.streamgrad.cli;

import dev.streamgrad.cli.flink.JobRequest;
import dev.streamgrad.cli.usage.Checkout;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A Flink session cluster that is to run the job, and how. */
final class FlinkOptions {

    private static final String JOB_JAR = "flink-job/target/dist/usrlib/streamgrad-job.jar";

    @Option(
            names = "--flink",
            required = true,
            paramLabel = "URL",
            description =
                    "REST address of a session cluster, such as http://127.0.0.1:8081: starts the job there unless it runs.")
    private String address = "";

    @Option(
            names = "--job-jar",
            paramLabel = "FILE",
            description = "The job; its manifest names the main class (default: " + JOB_JAR + " of this build).")
    private Optional<Path> jar = Optional.empty();

    @Option(names = "--parallelism", paramLabel = "N", description = "Of the job's operators (default: the cluster's).")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(
            names = "--checkpoints",
            paramLabel = "URI",
            description = "Directory for checkpoints that all of the cluster reach (default: the cluster's).")
    private Optional<String> checkpoints = Optional.empty();

    @Option(
            names = "--savepoint",
            paramLabel = "PATH",
            description = "Savepoint or checkpoint to go on from (default: from the beginning of the topics).")
    private Optional<String> savepoint = Optional.empty();

    @Option(
            names = "--learner-device",
            paramLabel = "NAME",
            description = "Where the job computes updates: auto, cpu or gpu (default: auto).")
    private Optional<String> learnerDevice = Optional.empty();

    @Option(
            names = "--job-bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Brokers as the cluster reaches them (default: --bootstrap-servers).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--job-client-properties",
            paramLabel = "FILE",
            description = "Where the client properties lie on the job manager (default: --client-properties).")
    private Optional<String> clientProperties = Optional.empty();

    /** What is wrong with these options, a sentence each. */
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

    /** The job on this Kafka. What is in the client properties is not sent: it may be secret, and arguments are shown. */
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
        return jar.orElseGet(() -> Checkout.home().resolve(JOB_JAR));
    }

    private UserException notAnAddress() {
        return new UserException("--flink is '" + address
                + "', but must be the address of Flink's REST interface, such as http://127.0.0.1:8081.");
    }
}
