package dev.streamgrad.cluster;

import dev.streamgrad.cluster.jvm.AddressedHttpServerProvider;
import dev.streamgrad.process.UserException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The planned containers of a cluster, before anything is written or started.
 *
 * @param containers the containers with their addresses
 * @param runtimes runtimes by image name
 * @param notice message for the user, if there is one
 */
record Layout(Containers containers, Map<String, ImageRuntime> runtimes, Optional<String> notice) {

    /**
     * Computes the layout; writes nothing.
     *
     * @throws UserException if an image is not supported, there are too few task slots, or a published port is also used inside the cluster
     */
    static Layout of(ClusterSettings settings) {
        Containers containers = Containers.of(settings);
        Path directory = settings.directory();
        Jvm jvm = new Jvm(
                directory.resolve("hosts"),
                directory.resolve("log4j2.xml"),
                Installation.sourceOf(AddressedHttpServerProvider.class));
        Layout layout = new Layout(
                containers,
                new TreeMap<>(Map.of(
                        "apache/kafka", new KafkaImage(jvm, System.getProperty("java.class.path")),
                        "streamgrad/flink-job", new FlinkImage(jvm, settings.installation()),
                        "streamgrad/simulator", new SimulatorImage(jvm, settings.installation()))),
                containers.parallelism().flatMap(Parallelism::notice));
        containers.all().forEach(layout::runtime);
        return layout;
    }

    /** The runtime of a container's image. */
    ImageRuntime runtime(Container container) {
        String image = container.service().image();
        ImageRuntime runtime = runtimes.get(image.substring(0, image.indexOf(':')));
        if (runtime == null) {
            throw new UserException("Service " + container.service().name() + " has the image " + image
                    + ", which cannot run as a process; supported images are " + String.join(", ", runtimes.keySet())
                    + ".");
        }
        return runtime;
    }
}
