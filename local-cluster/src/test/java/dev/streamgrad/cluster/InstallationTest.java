package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    private Path home = Path.of("");

    @Test
    void anArchiveHasEveryJarOnceAndAListOfThemForEachProgram() throws Exception {
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.write(lib.resolve("flink.jars"), List.of("flink-runtime.jar", "djl.jar"));
        Files.write(lib.resolve("simulator.jars"), List.of("actor.jar", "kafka-clients.jar"));
        Installation archive = new Archive(home);
        assertThat(archive.flinkJars()).containsExactly(lib.resolve("flink-runtime.jar"), lib.resolve("djl.jar"));
        assertThat(archive.simulatorClassPath())
                .isEqualTo(lib.resolve("actor.jar") + File.pathSeparator + lib.resolve("kafka-clients.jar"));
    }

    @Test
    void aCheckoutHasWhatEachModuleBuilt() throws Exception {
        Path job = home.resolve("flink-job/target/dist");
        Path flink = Files.createFile(
                Files.createDirectories(job.resolve("flink/lib")).resolve("flink-runtime.jar"));
        Path engine =
                Files.createFile(Files.createDirectories(job.resolve("lib")).resolve("djl.jar"));
        Installation checkout = new Checkout(home);
        assertThat(checkout.flinkJars()).containsExactly(flink, engine);
        assertThat(checkout.simulatorClassPath()).isEqualTo(home + "/env-simulators/target/dist/lib/*");
    }

    @Test
    void aClassOfAFolderBelongsToACheckoutAndOneOfAJarToAnArchive() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assertThat(Installation.of(InstallationTest.class)).isEqualTo(new Checkout(root));
        assertThat(Installation.of(Test.class)).isInstanceOf(Archive.class);
    }
}
