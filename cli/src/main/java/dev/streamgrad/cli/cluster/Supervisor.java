package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.Checkout;
import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the processes of a cluster, as a container engine would: starts each once those that it depends on serve, starts again what
 * ends, and stops all in the reverse order.
 */
public final class Supervisor {

    private static final long LOOK_MILLIS = 200;

    private final Path directory;
    private final Containers containers;
    private final Optional<Namespaces> namespaces;
    private final List<SupervisedContainer> supervised = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    /** Lays out the cluster's directory. */
    public Supervisor(ClusterSettings settings) throws IOException {
        directory = Files.createDirectories(settings.directory());
        containers = Containers.of(settings);
        namespaces = settings.namespaces() ? Optional.of(new Namespaces(settings.network())) : Optional.empty();
        Jvm jvm = new Jvm(containers.writeHosts(directory.resolve("hosts")), logging(), Checkout.classes());
        Map<String, ImageRuntime> runtimes = runtimes(settings.home(), jvm);
        for (Container container : containers.all()) {
            String image = container.service().image();
            ImageRuntime runtime = runtimes.get(image.substring(0, image.indexOf(':')));
            if (runtime == null) {
                throw new UserException("Service " + container.service().name() + " has the image " + image
                        + ", which cannot be run as a process; there are " + String.join(", ", runtimes.keySet())
                        + ".");
            }
            Files.createDirectories(container.directory());
            List<String> prefix = namespaces.map(all -> all.entering(container)).orElse(List.of());
            supervised.add(new SupervisedContainer(container, runtime, prefix, state -> write()));
        }
    }

    /** Runs until {@link #stop()}. */
    public void run() throws InterruptedException {
        namespaces.ifPresent(all -> all.create(containers));
        write();
        for (SupervisedContainer container : supervised) {
            Thread thread =
                    new Thread(() -> supervise(container), container.container().name());
            threads.add(thread);
            thread.start();
        }
        while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            supervised.forEach(SupervisedContainer::observe);
        }
    }

    /** Stops all processes, those that others depend on last. */
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
                .allMatch(SupervisedContainer::serves);
    }

    private static void stop(SupervisedContainer container) {
        try {
            container.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those that depend on others, or those that do not. */
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
                        directory.resolve("supervisor.log").toString())
                .with(ProcessHandle.current(), 0)
                .in(ContainerState.State.READY);
        List<ContainerState> states =
                supervised.stream().map(SupervisedContainer::state).toList();
        new ClusterState(kafka(), self, states).write(directory);
    }

    /** Where the first published port of the service {@code kafka} is offered; empty if there is no such service. */
    private String kafka() {
        return containers.of("kafka").stream()
                .flatMap(container ->
                        container.service().ports().stream().map(port -> container.endpoint(port.container())))
                .findFirst()
                .orElse("");
    }

    private Path logging() throws IOException {
        Path file = directory.resolve("log4j2.xml");
        try (InputStream shipped = Objects.requireNonNull(Supervisor.class.getResourceAsStream("log4j2-process.xml"))) {
            Files.copy(shipped, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static Map<String, ImageRuntime> runtimes(Path home, Jvm jvm) {
        Path job = home.resolve("flink-job/target/dist");
        return Map.of(
                "apache/kafka", new KafkaImage(jvm, System.getProperty("java.class.path")),
                "streamgrad/flink-job", new FlinkImage(jvm, job.resolve("flink"), job),
                "streamgrad/simulator", new SimulatorImage(jvm, home.resolve("env-simulators/target/dist/lib") + "/*"));
    }
}
