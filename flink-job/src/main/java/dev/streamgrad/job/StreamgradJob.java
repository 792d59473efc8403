package dev.streamgrad.job;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaOptions;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.kafka.Patience;
import dev.streamgrad.contract.kafka.TopicOptions;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.job.launch.ClusterCheck;
import dev.streamgrad.job.launch.JobRefusedException;
import dev.streamgrad.job.launch.JobSettings;
import dev.streamgrad.job.launch.LogBounds;
import dev.streamgrad.job.pipeline.LearnerSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Option(
            names = "--learner-device",
            paramLabel = "auto|cpu|gpu",
            defaultValue = "${env:STREAMGRAD_LEARNER_DEVICE:-auto}",
            description =
                    "Where updates are computed: auto takes a GPU that Flink grants, else the CPU (default: auto).")
    private LearnerDevice learnerDevice = LearnerDevice.AUTO;

    @Option(
            names = "--keep-snapshots",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_KEEP_SNAPSHOTS:-" + LearnerSettings.SNAPSHOTS + "}",
            description = "Snapshots of each policy that are kept beside its last, older ones are deleted; 0 keeps all"
                    + " (default: STREAMGRAD_KEEP_SNAPSHOTS, or " + LearnerSettings.SNAPSHOTS + ").")
    private int snapshots = LearnerSettings.SNAPSHOTS;

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
        CommandLine command = new CommandLine(job)
                .setExpandAtFiles(false) // a path may begin with @
                .setCaseInsensitiveEnumValuesAllowed(true);
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
        List<String> faults = new ArrayList<>(kafka.faults());
        faults.addAll(topics.faults());
        if (snapshots < 0) {
            faults.add("--keep-snapshots is " + snapshots + ", but must be 0 or more.");
        }
        if (!faults.isEmpty()) {
            throw new JobRefusedException(String.join(System.lineSeparator(), faults));
        }
        environment.configure(JobSettings.over(environment.getConfiguration()));
        ClusterCheck.run(environment.getConfiguration());
        KafkaAccess access = kafka.access();
        new Patience(access.patience(), LOG::warn).spend(access.name(), () -> {
            access.check();
            new Topics(access, kafka.names()).ensure(topics.partitions(), topics.replication(), topics.limits());
            return access;
        });
        if (resume) {
            LogBounds log = LogBounds.of(access.client(), kafka.names().transitions());
            environment.configure(JobSettings.resuming(environment.getConfiguration(), log));
        }
        new KafkaEnds(kafka.names(), access.properties())
                .build(environment, new LearnerSettings(learnerDevice, snapshots));
        environment.execute(kafka.names().prefix());
    }
}
