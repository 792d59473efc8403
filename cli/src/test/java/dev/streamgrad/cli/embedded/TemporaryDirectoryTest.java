package dev.streamgrad.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.cli.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryDirectoryTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void isDeletedWithAllThatIsInIt() throws Exception {
        TemporaryDirectory directory = TemporaryDirectory.create(parent);
        Files.createDirectories(directory.path().resolve("a/b"));
        Files.writeString(directory.path().resolve("a/b/c"), "some");
        directory.close();
        assertThat(content()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNextAndWhatALivingOneUsesIsNot() throws Exception {
        Process killed = start("killed.txt");
        Process living = start("living.txt");
        try (TemporaryDirectory own = TemporaryDirectory.create(parent)) {
            assertThat(content()).hasSize(3);
            killed.destroyForcibly().waitFor();
            try (TemporaryDirectory next = TemporaryDirectory.create(parent)) {
                assertThat(content()).containsExactlyInAnyOrder(Path.of(said("living.txt")), own.path(), next.path());
            }
        }
        living.destroyForcibly().waitFor();
    }

    @Test
    void whatIsNotOursStays() throws Exception {
        Path like = Files.createDirectories(parent.resolve("streamgrad-of-mine/files"));
        TemporaryDirectory.create(parent).close();
        assertThat(like).exists();
    }

    private Process start(String output) throws Exception {
        Process process = CommandProcess.start(Owner.class, parent.resolve(output), parent.toString());
        while (said(output).isEmpty()) {
            assertThat(process.isAlive()).isTrue();
        }
        return process;
    }

    private String said(String output) throws Exception {
        Path file = parent.resolve(output);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    private List<Path> content() throws Exception {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** A program that has a temporary directory until it is killed. */
    static final class Owner {

        private Owner() {}

        /** Says where its directory is. */
        public static void main(String[] arguments) throws Exception {
            TemporaryDirectory directory = TemporaryDirectory.create(Path.of(arguments[0]));
            Files.write(directory.path().resolve("much"), new byte[1 << 10]);
            System.out.println(directory.path());
            Thread.currentThread().join();
        }
    }
}
