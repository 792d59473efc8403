package dev.streamgrad.job.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobSettingsTest {

    @Test
    void keepsTheSettingsOfTheUser() {
        Configuration given = new Configuration();
        given.setString("execution.checkpointing.interval", "1 min");
        given.setString("execution.checkpointing.dir", "s3://bucket/checkpoints");
        given.setString("restart-strategy.type", "fixed-delay");
        given.setString("parallelism.default", "7");
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(given);
        environment.configure(JobSettings.over(environment.getConfiguration()));
        var settings = environment.getConfiguration();
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("s3://bucket/checkpoints");
        assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("fixed-delay");
        assertThat(environment.getParallelism()).isEqualTo(7);
        assertThat(environment.getCheckpointConfig().getCheckpointInterval()).isEqualTo(60_000);
    }

    @Test
    void setsDefaultsForTheOtherSettings() {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
        environment.configure(JobSettings.over(environment.getConfiguration()));
        var settings = environment.getConfiguration();
        assertThat(settings.get(ExecutionOptions.BUFFER_TIMEOUT)).isEqualTo(Duration.ZERO);
        assertThat(environment.getBufferTimeout()).isZero();
        assertThat(environment.getMaxParallelism()).isEqualTo(128);
        assertThat(environment.getCheckpointConfig().isCheckpointingEnabled()).isTrue();
        assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
        assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
                .as("number of restart attempts is not limited")
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theUserCannotChangeSettingsThatTheStateDependsOn() {
        Configuration given = new Configuration();
        given.setString("pipeline.max-parallelism", "512");
        given.setString("pipeline.generic-types", "true");
        Configuration settings = JobSettings.over(given);
        assertThat(settings.get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(128);
        assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    }
}
