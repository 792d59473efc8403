package dev.streamgrad.job.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCheckTest {

    private static final ClassLoader FLINK = ClusterCheckTest.class.getClassLoader();

    @TempDir
    private Path directory = Path.of("");

    private static Configuration at(String checkpoints) {
        Configuration settings = new Configuration();
        settings.setString("execution.checkpointing.dir", checkpoints);
        return settings;
    }

    @Test
    void acceptsAValidConfiguration() {
        assertThatCode(() -> ClusterCheck.run(at(directory.toUri().toString()))).doesNotThrowAnyException();
        assertThatCode(() -> ClusterCheck.run(at(directory.toString()))).doesNotThrowAnyException();
        assertThatCode(() -> ClusterCheck.run(at("s3://bucket/checkpoints"))).doesNotThrowAnyException();
    }

    @Test
    void rejectsAnotherMinorVersionOfFlink() {
        assertThatCode(() -> ClusterCheck.version("2.3.7", "2.3.0")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ClusterCheck.version("2.2.1", "2.3.0"))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("Flink 2.2.1")
                .hasMessageContaining("-Dflink.version=2.2.1");
    }

    @Test
    void rejectsAMissingEngine() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> ClusterCheck.engine(empty, FLINK))
                    .isInstanceOf(JobRejectedException.class)
                    .hasMessageContaining("lib/");
        }
    }

    @Test
    void rejectsAnEngineInTheClassLoaderOfTheJob() throws Exception {
        URL jar = Class.forName("ai.djl.engine.Engine")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (URLClassLoader job = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> ClusterCheck.engine(job, FLINK))
                    .isInstanceOf(JobRejectedException.class)
                    .hasMessageContaining("usrlib/");
        }
    }

    @Test
    void rejectsAMissingCheckpointDirectory() throws Exception {
        assertThatThrownBy(() -> ClusterCheck.checkpoints(new Configuration()))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("execution.checkpointing.dir is not set");
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> ClusterCheck.checkpoints(at(missing.toUri().toString())))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("no such directory");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> ClusterCheck.checkpoints(at(file.toString())))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("no such directory");
    }

    @Test
    void aRejectionHasNoStackTrace() {
        assertThat(new JobRejectedException("why").getStackTrace()).isEmpty();
    }
}
