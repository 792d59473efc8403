package dev.streamgrad.job;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.job.launch.ClusterCheck;
import dev.streamgrad.job.launch.JobRefusedException;
import dev.streamgrad.job.launch.JobSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job's main class, for a Flink cluster: in application mode, or submitted to a session cluster. What cannot work is refused
 * before anything starts, by an exception whose message is all that one needs.
 */
@Command(
        name = "streamgrad-job",
        description = "Learns the policies of all training specs on a Kafka cluster; runs on Flink.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StreamgradJob {

    private static final Logger LOG = LoggerFactory.getLogger(StreamgradJob.class);

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            defaultValue = "${env:STREAMGRAD_BOOTSTRAP_SERVERS}",
            description = "Where Kafka is.")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            defaultValue = "${env:STREAMGRAD_CLIENT_PROPERTIES}",
            description = "Properties of the Kafka clients, such as credentials; on the job manager's machine.")
    private Optional<Path> clientProperties = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "${env:STREAMGRAD_TOPIC_PREFIX:-streamgrad}",
            description = "Begins the names of all topics (default: streamgrad).")
    private String topicPrefix = TopicNames.DEFAULT.prefix();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_PARTITIONS:-1}",
            description = "Partitions of the transitions topic where it is created now; fixed ever after (default: 1).")
    private int partitions = 1;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_REPLICATION_FACTOR}",
            description = "Brokers that hold each topic created now (default: the brokers' own).")
    private Optional<Short> replicationFactor = Optional.empty();

    @Option(
            names = "--learner-device",
            paramLabel = "auto|cpu|gpu",
            defaultValue = "${env:STREAMGRAD_LEARNER_DEVICE:-auto}",
            description =
                    "Where updates are computed: auto takes a GPU that Flink grants, else the CPU (default: auto).")
    private LearnerDevice learnerDevice = LearnerDevice.AUTO;

    @Option(
            names = "--resume",
            defaultValue = "${env:STREAMGRAD_RESUME:-false}",
            description =
                    "Begin with the newest checkpoint below execution.checkpointing.dir, if there is one: for a job manager"
                            + " without high availability, which forgets its checkpoints when it dies.")
    private boolean resume;

    private StreamgradJob() {}

    /**
     * Checks, builds and submits the job.
     *
     * @throws JobRefusedException with what is wrong and the remedy
     */
    public static void main(String[] arguments) throws Exception {
        run(StreamExecutionEnvironment.getExecutionEnvironment(), arguments);
    }

    static void run(StreamExecutionEnvironment environment, String... arguments) throws Exception {
        StreamgradJob job = new StreamgradJob();
        CommandLine command = new CommandLine(job).setCaseInsensitiveEnumValuesAllowed(true);
        try {
            command.parseArgs(arguments);
            if (!CommandLine.printHelpIfRequested(command.getParseResult())) {
                job.submit(environment);
            }
        } catch (CommandLine.ParameterException e) {
            throw refused(e.getMessage() + System.lineSeparator() + command.getUsageMessage());
        } catch (KafkaRefusedException | JobRefusedException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static JobRefusedException refused(String message) {
        LOG.error("The job cannot start: {}", message);
        return new JobRefusedException(message);
    }

    private void submit(StreamExecutionEnvironment environment) throws Exception {
        environment.configure(JobSettings.over(environment.getConfiguration()));
        ClusterCheck.run(environment.getConfiguration());
        if (resume) {
            environment.configure(JobSettings.resuming(environment.getConfiguration()));
        }
        TopicNames topics = new TopicNames(topicPrefix);
        KafkaAccess access = KafkaAccess.of(bootstrapServers, clientProperties);
        access.check();
        new Topics(access, topics).ensure(partitions, replicationFactor);
        new KafkaEnds(topics, access.properties()).build(environment, learnerDevice);
        environment.execute("streamgrad");
    }
}
