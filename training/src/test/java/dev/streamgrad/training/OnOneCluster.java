package dev.streamgrad.training;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share a broker and a mini cluster; each starts jobs under a topic prefix of its own. */
abstract class OnOneCluster {

    @TempDir
    static Path directory;

    static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }
}
