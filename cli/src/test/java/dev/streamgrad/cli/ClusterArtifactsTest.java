package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build output for a cluster's class loaders: every library is in exactly one folder, that of the loader that needs it. */
class ClusterArtifactsTest {

    private static final Path DIST = Path.of("..", "flink-job", "target", "dist");

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(DIST.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theJobsJarContainsAllButFlinkTheEngineAndLogging() throws Exception {
        try (JarFile jar = new JarFile(DIST.resolve("usrlib/streamgrad-job.jar").toFile())) {
            List<String> entries = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(entries)
                    .contains(
                            "dev/streamgrad/job/StreamgradJob.class",
                            "dev/streamgrad/learner/update/Learner.class",
                            "dev/streamgrad/contract/codec/Codecs.class",
                            "org/apache/avro/Schema.class",
                            "com/fasterxml/jackson/databind/ObjectMapper.class",
                            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                            "org/apache/flink/connector/kafka/source/KafkaSource.class",
                            "org/apache/flink/connector/base/DeliveryGuarantee.class",
                            "picocli/CommandLine.class")
                    .noneMatch(name -> name.startsWith("org/apache/flink/api/")
                            || name.startsWith("org/apache/flink/runtime/")
                            || name.startsWith("ai/djl/")
                            || name.startsWith("org/slf4j/")
                            || name.startsWith("org/apache/logging/")
                            || name.startsWith("com/google/gson/")
                            || name.startsWith("com/sun/jna/")
                            || name.startsWith("dev/streamgrad/simulator/"));
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                    .isEqualTo("dev.streamgrad.job.StreamgradJob");
        }
    }

    @Test
    void flinksLibFolderContainsTheEngineWithItsNatives() throws Exception {
        assertThat(names("lib"))
                .anyMatch(name -> name.startsWith("api-"))
                .anyMatch(name -> name.startsWith("pytorch-engine-"))
                .anyMatch(name -> name.startsWith("pytorch-native-cpu-"))
                .anyMatch(name -> name.startsWith("pytorch-jni-"))
                .anyMatch(name -> name.startsWith("gson-"))
                .anyMatch(name -> name.startsWith("jna-"))
                .anyMatch(name -> name.startsWith("commons-compress-"))
                .noneMatch(name -> name.startsWith("slf4j") || name.startsWith("log4j") || name.startsWith("flink"));
    }

    @Test
    void flinkIsCompleteAndSeparateFromTheJob() throws Exception {
        assertThat(names("flink/lib"))
                .anyMatch(name -> name.startsWith("flink-runtime-2"))
                .anyMatch(name -> name.startsWith("flink-runtime-web-"))
                .anyMatch(name -> name.startsWith("flink-clients-"))
                .anyMatch(name -> name.startsWith("flink-container-"))
                .anyMatch(name -> name.startsWith("flink-rpc-akka-loader-"))
                .anyMatch(name -> name.startsWith("log4j-slf4j2-impl-"))
                .anyMatch(name -> name.startsWith("slf4j-api-"))
                .noneMatch(
                        name -> name.contains("kafka") || name.contains("pytorch") || name.contains("connector-base"));
        assertThat(names("flink/plugins/metrics-prometheus"))
                .singleElement()
                .matches(name -> name.startsWith("flink-metrics-prometheus-"));
    }
}
