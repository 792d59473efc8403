package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.Checkout;
import dev.streamgrad.cli.usage.UserException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a cluster is to consist of, before anything of it is there.
 *
 * @param containers with their addresses
 * @param runtimes by image, how it runs as a process
 * @param notice what a person should know of it
 */
record Layout(Containers containers, Map<String, ImageRuntime> runtimes, Optional<String> notice) {

    /**
     * Works it out; writes nothing.
     *
     * @throws UserException if it cannot work: an image that is not known, too few slots, a published port that is used inside
     */
    static Layout of(ClusterSettings settings) {
        Containers containers = Containers.of(settings);
        Path directory = settings.directory();
        Jvm jvm = new Jvm(directory.resolve("hosts"), directory.resolve("log4j2.xml"), Checkout.classes());
        Path job = settings.home().resolve("flink-job/target/dist");
        Layout layout = new Layout(
                containers,
                new TreeMap<>(Map.of(
                        "apache/kafka", new KafkaImage(jvm, System.getProperty("java.class.path")),
                        "streamgrad/flink-job", new FlinkImage(jvm, job.resolve("flink"), job),
                        "streamgrad/simulator",
                                new SimulatorImage(
                                        jvm, settings.home().resolve("env-simulators/target/dist/lib") + "/*"))),
                containers.parallelism().flatMap(Parallelism::notice));
        containers.all().forEach(layout::runtime);
        return layout;
    }

    /** How a container's image runs as a process. */
    ImageRuntime runtime(Container container) {
        String image = container.service().image();
        ImageRuntime runtime = runtimes.get(image.substring(0, image.indexOf(':')));
        if (runtime == null) {
            throw new UserException("Service " + container.service().name() + " has the image " + image
                    + ", which cannot be run as a process; there are " + String.join(", ", runtimes.keySet()) + ".");
        }
        return runtime;
    }
}
