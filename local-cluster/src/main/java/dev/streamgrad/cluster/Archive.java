package dev.streamgrad.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An unpacked archive. All jars lie in {@code lib/}; {@code lib/NAME.jars} lists those of one program.
 *
 * @param home the folder that was unpacked
 */
record Archive(Path home) implements Installation {

    @Override
    public Path composeFile() {
        return home.resolve("docker-compose.yml");
    }

    @Override
    public Path jobJar() {
        return home.resolve("usrlib/streamgrad-job.jar");
    }

    @Override
    public List<Path> flinkJars() throws IOException {
        return listed("flink");
    }

    @Override
    public Path flinkPlugins() {
        return home.resolve("plugins");
    }

    @Override
    public String simulatorClassPath() throws IOException {
        return listed("simulator").stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private List<Path> listed(String program) throws IOException {
        Path lib = home.resolve("lib");
        return Files.readAllLines(lib.resolve(program + ".jars")).stream()
                .map(lib::resolve)
                .toList();
    }
}
