package dev.streamgrad.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.job.launch.JobRefusedException;
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
    void aTypoIsRefusedWithTheUsage() {
        assertThatThrownBy(() -> StreamgradJob.run(environment(), "--learner-device", "tpu"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("'tpu'")
                .hasMessageContaining("--learner-device=auto|cpu|gpu");
    }

    @Test
    void kafkaMustBeNamed() {
        assertThatThrownBy(() -> StreamgradJob.run(environment()))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void kafkaMustAnswer() {
        assertThatThrownBy(
                        () -> StreamgradJob.run(environment(), "--bootstrap-servers", "127.0.0.1:1", "--patience", "1"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("No Kafka answers at 127.0.0.1:1");
    }

    @Test
    void theClusterIsLookedAtFirst() {
        assertThatThrownBy(() -> StreamgradJob.run(
                        new StreamExecutionEnvironment(new Configuration()), "--bootstrap-servers", "127.0.0.1:1"))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("execution.checkpointing.dir");
    }
}
