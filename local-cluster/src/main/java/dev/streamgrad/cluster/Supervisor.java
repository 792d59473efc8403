package dev.streamgrad.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Supervises the processes of a cluster, like a container engine: starts each when the services that it depends on are ready, restarts
 * processes that end, and stops all in the reverse order.
 */
public final class Supervisor {

    private static final long LOOK_MILLIS = 200;
    private static final long CALM_MILLIS = 2_000;

    private final Path directory;
    private final Containers containers;
    private final Optional<Namespaces> namespaces;
    private final List<SupervisedContainer> supervised = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    /** Prepares the cluster's directory. */
    public Supervisor(ClusterSettings settings) throws IOException {
        Layout layout = Layout.of(settings);
        directory = Files.createDirectories(settings.directory());
        containers = layout.containers();
        namespaces = settings.namespaces() ? Optional.of(new Namespaces(settings.network())) : Optional.empty();
        containers.writeHosts(directory.resolve("hosts"));
        try (InputStream shipped = Objects.requireNonNull(Supervisor.class.getResourceAsStream("log4j2-process.xml"))) {
            Files.copy(shipped, directory.resolve("log4j2.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Container container : containers.all()) {
            Files.createDirectories(container.directory());
            List<String> prefix = namespaces.map(all -> all.entering(container)).orElse(List.of());
            supervised.add(new SupervisedContainer(container, layout.runtime(container), prefix, state -> write()));
        }
    }

    /** Runs until {@link #stop()}. */
    public void run() throws InterruptedException {
        namespaces.ifPresent(all -> all.create(containers));
        write();
        for (SupervisedContainer container : supervised) {
            String name = container.container().name();
            start(new Thread(() -> supervise(container), name));
            start(new Thread(() -> observe(container), "health-" + name));
        }
        stopped.await();
    }

    private void start(Thread thread) {
        threads.add(thread);
        thread.start();
    }

    private void observe(SupervisedContainer container) {
        try {
            while (!stopping) {
                container.observe();
                boolean ready = container.state().state() == ContainerState.State.READY;
                TimeUnit.MILLISECONDS.sleep(ready ? CALM_MILLIS : LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops all processes: first those that depend on others, then the rest. */
    public void stop() throws InterruptedException {
        stopping = true;
        threads.forEach(Thread::interrupt);
        for (List<SupervisedContainer> wave : List.of(dependants(true), dependants(false))) {
            List<Thread> stops = new ArrayList<>();
            for (SupervisedContainer container : wave) {
                Thread thread = new Thread(
                        () -> stop(container), "stop-" + container.container().name());
                thread.start();
                stops.add(thread);
            }
            for (Thread thread : stops) {
                thread.join();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        supervised.forEach(SupervisedContainer::ended);
        namespaces.ifPresent(all -> all.remove(containers));
        write();
        stopped.countDown();
    }

    private void supervise(SupervisedContainer container) {
        try {
            for (String dependency : container.container().service().dependencies()) {
                while (!stopping && !ready(dependency)) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
            container.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ready(String service) {
        return supervised.stream()
                .filter(container -> container.container().service().name().equals(service))
                .allMatch(container -> container.state().state() == ContainerState.State.READY);
    }

    private static void stop(SupervisedContainer container) {
        try {
            container.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The containers that depend on others, or those that do not. */
    private List<SupervisedContainer> dependants(boolean depend) {
        return supervised.stream()
                .filter(container ->
                        container.container().service().dependencies().isEmpty() != depend)
                .toList();
    }

    private synchronized void write() {
        ContainerState self = new ContainerState(
                        "supervisor",
                        "",
                        ContainerState.State.READY,
                        0,
                        0,
                        0,
                        directory.resolve("supervisor.log").toString(),
                        "")
                .with(ProcessHandle.current(), 0)
                .in(ContainerState.State.READY);
        List<ContainerState> states =
                supervised.stream().map(SupervisedContainer::state).toList();
        new ClusterState(kafka(), self, states).write(directory);
    }

    /** The address of the first published port of the service {@code kafka}; empty if there is no such service. */
    private String kafka() {
        return containers.of("kafka").stream()
                .flatMap(container ->
                        container.service().ports().stream().map(port -> container.endpoint(port.container())))
                .findFirst()
                .orElse("");
    }
}
