package dev.streamgrad.cluster.flink;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The main class of a jar that a test sends to a session cluster: runs the real pipeline with few settings. */
public final class SessionJob {

    /** The topic prefix under which the job does not start. */
    static final String REJECTED = "rejected";

    private SessionJob() {}

    /** Runs the job on the Kafka and the topics that its arguments name. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        String servers = given.get(given.indexOf("--bootstrap-servers") + 1);
        String prefix = given.get(given.indexOf("--topic-prefix") + 1);
        if (prefix.equals(REJECTED)) {
            throw new KafkaAccessException("There is no job for this prefix.");
        }
        Configuration settings = new Configuration();
        settings.setString("execution.checkpointing.interval", "200 ms");
        settings.setString("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        new KafkaPipeline(new TopicNames(prefix), Map.of(KafkaAccess.BOOTSTRAP_SERVERS, servers)).build(environment);
        environment.execute(prefix);
    }

    /** Creates a jar with this class in a directory. */
    public static Path jar(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SessionJob.class.getName());
        String entry = SessionJob.class.getName().replace('.', '/') + ".class";
        Path jar = directory.resolve("job.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream code = SessionJob.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            if (code == null) {
                throw new IOException("There is no class file at " + entry);
            }
            code.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
