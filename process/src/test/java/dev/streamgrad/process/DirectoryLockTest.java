package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTest {

    @TempDir
    private Path directory = Path.of("");

    /** On POSIX a process releases its lock on a file when it closes any of its channels on that file. */
    @Test
    void aSecondAttemptOfTheSameProcessFailsAndKeepsTheLock() throws Exception {
        try (DirectoryLock lock = take(directory)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> take(directory)).isInstanceOf(UserException.class);
            assertThat(otherProcess())
                    .as("status of another process that tries to lock the directory")
                    .isEqualTo(2);
        }
        assertThat(otherProcess()).isZero();
        take(directory).close();
    }

    private int otherProcess() throws Exception {
        return JavaProcess.start(Locking.class, directory.resolve("output.txt"), directory.toString())
                .waitFor();
    }

    private static DirectoryLock take(Path directory) throws Exception {
        return DirectoryLock.take(directory, "run directory", "--run-dir");
    }

    /** A program that locks a directory; its status is 2 if it cannot. */
    static final class Locking {

        private Locking() {}

        /** Locks the directory and ends. */
        public static void main(String[] arguments) throws Exception {
            try {
                take(Path.of(arguments[0])).close();
            } catch (UserException e) {
                System.exit(2);
            }
        }
    }
}
