package dev.streamgrad.training.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.JavaProcess;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryDirectoryTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void isDeletedWithItsContent() throws Exception {
        TemporaryDirectory directory = TemporaryDirectory.create(parent);
        Files.createDirectories(directory.path().resolve("a/b"));
        Files.writeString(directory.path().resolve("a/b/c"), "some");
        directory.close();
        assertThat(content()).isEmpty();
    }

    @Test
    void deletesTheDirectoryOfAKilledProcessButNotOfALivingOne() throws Exception {
        Process killed = start("killed.txt");
        Process living = start("living.txt");
        try (TemporaryDirectory own = TemporaryDirectory.create(parent)) {
            assertThat(content()).hasSize(3);
            killed.destroyForcibly().waitFor();
            try (TemporaryDirectory next = TemporaryDirectory.create(parent)) {
                assertThat(content())
                        .containsExactlyInAnyOrder(Path.of(written("living.txt")), own.path(), next.path());
            }
        }
        living.destroyForcibly().waitFor();
    }

    /** On POSIX, a process releases its lock on a file when it closes any of its channels to that file. */
    @Test
    void keepsAllDirectoriesOfALivingProcess() throws Exception {
        Process living =
                JavaProcess.start(Owner.class, parent.resolve("living.txt"), parent.toString(), parent.toString());
        await(living, "living.txt", 2);
        TemporaryDirectory.create(parent).close();
        assertThat(content()).hasSize(2);
    }

    @Test
    void keepsDirectoriesOfOtherPrograms() throws Exception {
        Path like = Files.createDirectories(parent.resolve("streamgrad-of-mine/files"));
        TemporaryDirectory.create(parent).close();
        assertThat(like).exists();
    }

    private Process start(String output) throws Exception {
        Process process = JavaProcess.start(Owner.class, parent.resolve(output), parent.toString());
        await(process, output, 1);
        return process;
    }

    private void await(Process process, String output, int lines) throws Exception {
        while (written(output).lines().count() < lines) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as(written(output))
                    .isFalse();
        }
    }

    private String written(String output) throws Exception {
        Path file = parent.resolve(output);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    private List<Path> content() throws Exception {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** A program that holds temporary directories until it is killed, one in each directory given as an argument. */
    static final class Owner {

        private Owner() {}

        /** Prints the paths of its directories. */
        public static void main(String[] arguments) throws Exception {
            for (String parent : arguments) {
                TemporaryDirectory directory = TemporaryDirectory.create(Path.of(parent));
                Files.write(directory.path().resolve("much"), new byte[1 << 10]);
                PrintStream out = System.out;
                out.println(directory.path());
            }
            Thread.currentThread().join();
        }
    }
}
