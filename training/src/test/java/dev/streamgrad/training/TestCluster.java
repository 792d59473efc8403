package dev.streamgrad.training;

import dev.streamgrad.training.embedded.EmbeddedFlink;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A real broker and a real mini cluster for the jobs of a test class, each with its own topic prefix. */
record TestCluster(EmbeddedKafka kafka, EmbeddedFlink flink) implements AutoCloseable {

    /** Starts both, with their files in a directory and slots for two jobs of parallelism 1. */
    TestCluster(Path directory) throws Exception {
        this(
                EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.empty()),
                EmbeddedFlink.start(directory.resolve("checkpoints"), 2));
    }

    @Override
    public void close() {
        flink.close();
        kafka.close();
    }
}
