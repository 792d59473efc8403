package dev.streamgrad.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkout that was built: each module's {@code target} holds what it contributes.
 *
 * @param home the folder of the root pom
 */
record Checkout(Path home) implements Installation {

    @Override
    public Path composeFile() {
        return home.resolve("docker-compose.yml");
    }

    @Override
    public Path jobJar() {
        return job().resolve("usrlib/streamgrad-job.jar");
    }

    @Override
    public List<Path> flinkJars() throws IOException {
        try (Stream<Path> flink = Files.list(job().resolve("flink/lib"));
                Stream<Path> engine = Files.list(job().resolve("lib"))) {
            return Stream.concat(flink, engine).toList();
        }
    }

    @Override
    public Path flinkPlugins() {
        return job().resolve("flink/plugins");
    }

    @Override
    public String simulatorClassPath() {
        return home.resolve("env-simulators/target/dist/lib") + "/*";
    }

    private Path job() {
        return home.resolve("flink-job/target/dist");
    }
}
