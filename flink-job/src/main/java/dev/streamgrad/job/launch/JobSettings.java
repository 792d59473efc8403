package dev.streamgrad.job.launch;

import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Flink settings that belong to the job and not to a cluster. */
public final class JobSettings {

    private static final Logger LOG = LoggerFactory.getLogger(JobSettings.class);

    private record Setting(ConfigOption<?> option, String value) {}

    /** The state and the serializers depend on these; the user's configuration cannot change them. */
    private static final List<Setting> FIXED = List.of(
            // Key groups are permanent.
            new Setting(PipelineOptions.MAX_PARALLELISM, "128"),
            // --resume reads the offsets of the sources from the files of a checkpoint.
            new Setting(ExecutionOptions.SNAPSHOT_COMPRESSION, "false"),
            // A silent fallback to Kryo would be slow, and its state could not evolve.
            new Setting(PipelineOptions.GENERIC_TYPES, "false"));

    private static final List<Setting> DEFAULTS = List.of(
            // For a short latency of the loop, every record is sent at once.
            new Setting(ExecutionOptions.BUFFER_TIMEOUT, "0 ms"),
            new Setting(StateBackendOptions.STATE_BACKEND, "hashmap"),
            new Setting(CheckpointingOptions.CHECKPOINTING_INTERVAL, "10 s"),
            new Setting(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, "1 s"),
            // Longer than the longest update, which a checkpoint barrier cannot interrupt.
            new Setting(CheckpointingOptions.CHECKPOINTING_TIMEOUT, "10 min"),
            new Setting(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem"),
            new Setting(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, "5"),
            new Setting(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, "RETAIN_ON_CANCELLATION"),
            // A broker or a machine may be away for long: the job retries without limit, at growing intervals.
            new Setting(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay"),
            new Setting(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, "500 ms"),
            new Setting(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, "2.0"),
            new Setting(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, "30 s"),
            new Setting(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD, "5 min"),
            new Setting(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_JITTER_FACTOR, "0.1"));

    private JobSettings() {}

    /** All settings, with nothing set by the user. */
    public static Configuration all() {
        return over(new Configuration());
    }

    /**
     * The settings with which a job starts from the newest usable checkpoint in its directory. Empty if there is no checkpoint at all, or
     * if {@code given} names a savepoint. The job claims the checkpoint, and deletes it once it has newer ones.
     *
     * @param log the bounds of the transitions topic
     * @throws JobRejectedException if there are checkpoints and none can be used
     */
    public static Configuration resuming(ReadableConfig given, LogBounds log) {
        Configuration settings = new Configuration();
        if (given.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent()) {
            return settings;
        }
        NewestCheckpoint.Choice choice =
                NewestCheckpoint.below(given.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY), log);
        choice.passedOver().forEach(LOG::warn);
        choice.path().ifPresent(path -> {
            LOG.info("Resuming from the checkpoint {}", path);
            choice.settle();
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
            settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        if (choice.path().isEmpty() && !choice.passedOver().isEmpty()) {
            throw new JobRejectedException("No checkpoint below "
                    + given.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY) + " can be used."
                    + System.lineSeparator()
                    + String.join(System.lineSeparator(), choice.passedOver()) + System.lineSeparator()
                    + "Check that the job is to read this Kafka cluster and these topics. If it is, name a savepoint, or"
                    + " omit --resume and set execution.checkpointing.dir to an empty directory: the job then learns"
                    + " again from the transitions that the log still has.");
        }
        return settings;
    }

    /**
     * The settings that the job adds to a cluster's configuration: the fixed ones, and defaults for what {@code given} leaves unset.
     *
     * @param given the user's own Flink configuration
     */
    public static Configuration over(ReadableConfig given) {
        Configuration settings = new Configuration();
        FIXED.forEach(setting -> settings.setString(setting.option().key(), setting.value()));
        DEFAULTS.stream()
                .filter(setting -> given.getOptional(setting.option()).isEmpty())
                .forEach(setting -> settings.setString(setting.option().key(), setting.value()));
        return settings;
    }
}
