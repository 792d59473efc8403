package dev.streamgrad.job;

import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.job.launch.ClusterCheck;
import dev.streamgrad.job.launch.JobRejectedException;
import dev.streamgrad.job.launch.JobSettings;
import dev.streamgrad.job.launch.LogBounds;
import dev.streamgrad.job.pipeline.LearnerSettings;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.TopicOptions;
import dev.streamgrad.kafka.Topics;
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
 * The job's main class, for a Flink cluster: in application mode, or submitted to a session cluster. Rejects an invalid setup before
 * anything starts, with an exception whose message names the fault and the remedy.
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
                    "Device that computes the updates: auto uses a GPU if Flink grants one, otherwise the CPU (default: auto).")
    private LearnerDevice learnerDevice = LearnerDevice.AUTO;

    @Option(
            names = "--keep-snapshots",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_KEEP_SNAPSHOTS:-" + LearnerSettings.SNAPSHOTS + "}",
            description = "Number of snapshots kept per policy besides the last; older ones are deleted; 0 keeps all"
                    + " (default: STREAMGRAD_KEEP_SNAPSHOTS, or " + LearnerSettings.SNAPSHOTS + ").")
    private int snapshots = LearnerSettings.SNAPSHOTS;

    @Option(
            names = "--resume",
            defaultValue = "${env:STREAMGRAD_RESUME:-false}",
            description =
                    "Start from the newest checkpoint below execution.checkpointing.dir, if there is one: for a job manager"
                            + " without high availability, which loses its list of checkpoints when it dies.")
    private boolean resume;

    private StreamgradJob() {}

    /**
     * Checks, builds and submits the job.
     *
     * @throws JobRejectedException if the job cannot start; the message names the fault and the remedy
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
            throw rejected(e.getMessage() + System.lineSeparator() + command.getUsageMessage());
        } catch (KafkaAccessException | JobRejectedException e) {
            throw rejected(String.valueOf(e.getMessage()));
        }
    }

    private static JobRejectedException rejected(String message) {
        LOG.error("The job cannot start: {}", message);
        return new JobRejectedException(message);
    }

    private void submit(StreamExecutionEnvironment environment) throws Exception {
        List<String> faults = new ArrayList<>(kafka.faults());
        faults.addAll(topics.faults());
        if (snapshots < 0) {
            faults.add("--keep-snapshots is " + snapshots + ", but must be 0 or more.");
        }
        if (!faults.isEmpty()) {
            throw new JobRejectedException(String.join(System.lineSeparator(), faults));
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
        new KafkaPipeline(kafka.names(), access.properties())
                .build(environment, new LearnerSettings(learnerDevice, snapshots));
        environment.execute(kafka.names().prefix());
    }
}
