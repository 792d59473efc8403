package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisedContainerTest {

    @TempDir
    private Path directory = Path.of("");

    private volatile String missing = "no broker";

    @Test
    void theStateFollowsTheHealthCheck() throws Exception {
        Service service = new Service("one", "any/image:1", List.of(), Map.of(), 1, List.of(), Map.of(), List.of(), "");
        Container container = new Container(service, 1, "127.0.0.1", "127.0.0.1", directory, directory);
        SupervisedContainer supervised = new SupervisedContainer(container, new Sleep(), List.of(), state -> {});
        Thread thread = new Thread(() -> {
            try {
                supervised.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        try {
            while (supervised.state().state() != ContainerState.State.STARTING) {
                Thread.onSpinWait();
            }
            supervised.observe();
            assertThat(supervised.state().state()).isEqualTo(ContainerState.State.STARTING);
            assertThat(supervised.state().missing()).isEqualTo("no broker");
            missing = "";
            supervised.observe();
            assertThat(supervised.state().state()).isEqualTo(ContainerState.State.READY);
            assertThat(supervised.state().missing()).isEmpty();
            missing = "1 of its 4 tasks run";
            supervised.observe();
            supervised.observe();
            assertThat(supervised.state().state())
                    .as("two failed checks in a row do not make it unhealthy")
                    .isEqualTo(ContainerState.State.READY);
            supervised.observe();
            assertThat(supervised.state().state()).isEqualTo(ContainerState.State.UNHEALTHY);
            assertThat(supervised.state().sentence()).contains("one-1 is unhealthy: 1 of its 4 tasks run");
            missing = "";
            supervised.observe();
            assertThat(supervised.state().state()).isEqualTo(ContainerState.State.READY);
        } finally {
            supervised.stop();
            thread.join();
        }
    }

    private final class Sleep implements ImageRuntime {

        @Override
        public Launch prepare(Container container) {
            return new Launch(Optional.empty(), List.of("sleep", "600"), Map.of());
        }

        @Override
        public List<String> listens(Container container) {
            return List.of();
        }

        @Override
        public Health health(Container container) {
            return () -> Optional.of(missing).filter(text -> !text.isEmpty());
        }
    }
}
