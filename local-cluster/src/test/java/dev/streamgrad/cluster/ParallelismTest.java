package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.process.UserException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits the parallelism of docker-compose.yml's job to the task slots of any number of task managers. */
final class ParallelismTest {

    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theComposeFileHasEnoughSlots() {
        Containers containers = containers(Map.of());
        assertThat(containers.parallelism().orElseThrow().notice()).isEmpty();
        assertThat(properties(containers, "jobmanager")).contains("parallelism.default: 2");
    }

    @Test
    void lowersTheParallelismForOneTaskManagerWithANotice() {
        Containers containers = containers(Map.of("taskmanager", 1));
        assertThat(containers.parallelism().orElseThrow().notice())
                .contains(
                        "The job runs at parallelism 1 instead of 2: the one task manager has 2 slots, and each unit of"
                                + " parallelism needs 2.");
        for (String service : new String[] {"jobmanager", "taskmanager"}) {
            assertThat(properties(containers, service))
                    .contains("parallelism.default: 1\n")
                    .doesNotContain("parallelism.default: 2");
        }
        assertThat(containers(Map.of("taskmanager", 5))
                        .parallelism()
                        .orElseThrow()
                        .notice())
                .isEmpty();
    }

    @Test
    void rejectsTooFewSlotsForAnyJob() {
        assertThatThrownBy(new Parallelism(2, 1, 1)::fitting)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("needs at least 2 task slots, but the one task manager has 1 slot")
                .hasMessageContaining("--task-managers");
        assertThat(new Parallelism(4, 3, 1).fitting()).isEqualTo(1);
        assertThat(new Parallelism(4, 3, 2).fitting()).isEqualTo(3);
    }

    private static String properties(Containers containers, String service) {
        return containers.of(service).get(0).environment().getOrDefault("FLINK_PROPERTIES", "");
    }

    private Containers containers(Map<String, Integer> scale) {
        return Containers.of(new ClusterSettings(
                COMPOSE, directory, new Checkout(Path.of("..")), scale, Map.of(), "127.0.212", false));
    }
}
