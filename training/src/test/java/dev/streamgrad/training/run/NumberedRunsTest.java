package dev.streamgrad.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedRunsTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aNewRunGetsTheNumberAboveAllExistingOnes() throws Exception {
        NumberedRuns runs = new NumberedRuns(directory.resolve("runs"), "CartPole-v1-ppo");
        assertThat(name(runs)).isEqualTo("CartPole-v1-ppo-1");
        assertThat(name(runs)).isEqualTo("CartPole-v1-ppo-2");
        for (String other :
                List.of("CartPole-v1-ppo-7", "CartPole-v1-a2c-9", "CartPole-v1-ppo-10-old", "CartPole-v1-ppo-")) {
            Files.createDirectories(directory.resolve("runs").resolve(other));
        }
        assertThat(name(runs)).isEqualTo("CartPole-v1-ppo-8");
        Files.delete(directory.resolve("runs/CartPole-v1-ppo-7"));
        assertThat(name(runs)).isEqualTo("CartPole-v1-ppo-9");
    }

    @Test
    void simultaneousRunsNeverShareADirectory() throws Exception {
        int count = 8;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CountDownLatch together = new CountDownLatch(count);
        try {
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                names.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return name(new NumberedRuns(directory, "run"));
                }));
            }
            List<String> taken = new ArrayList<>();
            for (Future<String> name : names) {
                taken.add(name.get());
            }
            assertThat(taken)
                    .containsExactlyInAnyOrder("run-1", "run-2", "run-3", "run-4", "run-5", "run-6", "run-7", "run-8");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String name(NumberedRuns runs) {
        try (RunDirectory run = runs.create()) {
            return run.path().getFileName().toString();
        }
    }
}
