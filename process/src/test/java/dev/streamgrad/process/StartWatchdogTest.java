package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartWatchdogTest {

    private static final int PATIENCE = 3;

    @TempDir
    private Path directory = Path.of("");

    private final List<String> ends = new ArrayList<>();

    @Test
    void aStageThatTakesTooLongEndsTheProcessOnceAndWritesTheStacks() throws Exception {
        StartWatchdog watchdog = new StartWatchdog(directory, PATIENCE, ends::add);
        watchdog.enter("starting the broker");
        tick(watchdog, PATIENCE - 1);
        assertThat(ends).isEmpty();
        tick(watchdog, PATIENCE);
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0))
                .contains("no progress for 3 s while starting the broker", directory.resolve(StartWatchdog.FILE) + "");
        assertThat(Files.readString(directory.resolve(StartWatchdog.FILE)))
                .contains("aStageThatTakesTooLongEndsTheProcessOnceAndWritesTheStacks");
    }

    @Test
    void everyStageHasTheFullTime() {
        StartWatchdog watchdog = new StartWatchdog(directory, PATIENCE, ends::add);
        for (String stage : List.of("starting the broker", "starting Flink", "starting the job")) {
            watchdog.enter(stage);
            tick(watchdog, PATIENCE - 1);
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void aCompletedStartIsNotWatched() {
        StartWatchdog watchdog = new StartWatchdog(directory, PATIENCE, ends::add);
        watchdog.close();
        tick(watchdog, 2 * PATIENCE);
        assertThat(ends).isEmpty();
    }

    @Test
    void aProcessThatHangsEndsWithStatus1AndReportsWhoHoldsWhichLock() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = JavaProcess.start(Hanging.class, output, directory.toString());
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output).content().contains("The start hangs: no progress for 1 s while two threads wait");
        assertThat(Files.readString(directory.resolve(StartWatchdog.FILE)))
                .contains("\"main\" BLOCKED", "held by \"other\"", "- holds", "StartWatchdogTest$Hanging");
    }

    private static void tick(StartWatchdog watchdog, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watchdog.tick();
        }
    }

    /** A program of two threads, each of which holds what the other one waits for. */
    static final class Hanging {

        private static final Object ONE = new Object();
        private static final Object OTHER = new Object();

        private Hanging() {}

        /** Hangs. */
        public static void main(String[] arguments) throws InterruptedException {
            StartWatchdog watchdog = StartWatchdog.over(Path.of(arguments[0]), 1);
            watchdog.enter("two threads wait for each other");
            CountDownLatch both = new CountDownLatch(2);
            Thread other = new Thread(() -> take(OTHER, ONE, both), "other");
            other.start();
            take(ONE, OTHER, both);
        }

        private static void take(Object first, Object second, CountDownLatch both) {
            synchronized (first) {
                both.countDown();
                try {
                    both.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                synchronized (second) {
                    throw new IllegalStateException("It does not hang.");
                }
            }
        }
    }
}
