package dev.streamgrad.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.job.launch.JobRejectedException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamgradJobTest {

    @TempDir
    private Path directory = Path.of("");

    private StreamExecutionEnvironment environment() {
        Configuration settings = new Configuration();
        settings.setString("execution.checkpointing.dir", directory.toUri().toString());
        return new StreamExecutionEnvironment(settings);
    }

    @Test
    void rejectsAnInvalidOptionWithTheUsage() {
        assertThatThrownBy(() -> StreamgradJob.run(environment(), "--learner-device", "tpu"))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("'tpu'")
                .hasMessageContaining("--learner-device=auto|cpu|gpu");
    }

    @Test
    void rejectsMissingBootstrapServers() {
        assertThatThrownBy(() -> StreamgradJob.run(environment()))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void rejectsAKafkaThatDoesNotAnswer() {
        assertThatThrownBy(
                        () -> StreamgradJob.run(environment(), "--bootstrap-servers", "127.0.0.1:1", "--patience", "1"))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("No Kafka answers at 127.0.0.1:1");
    }

    @Test
    void checksTheClusterBeforeKafka() {
        assertThatThrownBy(() -> StreamgradJob.run(
                        new StreamExecutionEnvironment(new Configuration()), "--bootstrap-servers", "127.0.0.1:1"))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("execution.checkpointing.dir");
    }
}
