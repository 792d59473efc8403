package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.process.JavaProcess;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's programs, whose main classes are not ours: logging is initialised before any thread starts, and native libraries load while
 * threads run.
 */
final class TaskManagerStartTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void flinksMainClassesInitialiseLoggingBeforeTheirMainMethods() {
        for (Class<?> main : List.of(TaskManagerRunner.class, ClusterEntrypoint.class)) {
            assertThat(Arrays.stream(main.getDeclaredFields())
                            .filter(field -> Modifier.isStatic(field.getModifiers()))
                            .map(field -> field.getType().getName()))
                    .as("static loggers of " + main)
                    .contains(Logger.class.getName());
        }
    }

    @Test
    void nativeLibrariesLoadWhileOtherThreadsLogAndLoadOthers() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = JavaProcess.start(Loading.class, output);
        assertThat(process.waitFor()).as("exit status").isZero();
        assertThat(output).content().contains("8 threads have ended");
    }

    /** Initialises logging as a task manager does, then loads native libraries and requests loggers in many threads at once. */
    static final class Loading {

        private static final int THREADS = 8;

        private Loading() {}

        /** Ends when all threads have ended. */
        public static void main(String[] arguments) throws Exception {
            Class.forName(TaskManagerRunner.class.getName());
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < THREADS; number++) {
                Runnable first = number % 2 == 0 ? TensorEngine::load : ManagementFactory::getPlatformMBeanServer;
                String name = "first-" + number;
                threads.add(new Thread(() -> {
                    ready.countDown();
                    await(ready);
                    LoggerFactory.getLogger(name).info("first use");
                    first.run();
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println(THREADS + " threads have ended");
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
