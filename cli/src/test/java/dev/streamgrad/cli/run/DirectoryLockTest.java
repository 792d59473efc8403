package dev.streamgrad.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.CommandProcess;
import dev.streamgrad.cli.usage.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTest {

    @TempDir
    private Path directory = Path.of("");

    /** On POSIX a process lets go of its lock on a file when it closes any of the channels that it has on it. */
    @Test
    void aSecondAttemptOfTheSameProcessLeavesTheLockToTheFirst() throws Exception {
        try (DirectoryLock lock = take(directory)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> take(directory)).isInstanceOf(UserException.class);
            assertThat(otherProcess())
                    .as("status of another process that takes it")
                    .isEqualTo(2);
        }
        assertThat(otherProcess()).isZero();
        take(directory).close();
    }

    private int otherProcess() throws Exception {
        return CommandProcess.start(Taking.class, directory.resolve("output.txt"), directory.toString())
                .waitFor();
    }

    private static DirectoryLock take(Path directory) throws Exception {
        return DirectoryLock.take(directory, "run directory", "--run-dir");
    }

    /** A program that takes a directory, with status 2 if it cannot. */
    static final class Taking {

        private Taking() {}

        /** Takes it and ends. */
        public static void main(String[] arguments) throws Exception {
            try {
                take(Path.of(arguments[0])).close();
            } catch (UserException e) {
                System.exit(2);
            }
        }
    }
}
