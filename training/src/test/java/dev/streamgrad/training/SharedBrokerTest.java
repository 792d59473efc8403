package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.Awaited;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** More than one job, and more than one group of simulators, on one Kafka. */
final class SharedBrokerTest extends OnOneCluster {

    @Test
    void twoJobsAndTwoGroupsOfSimulatorsWithDifferentPrefixesDoNotInterfere() throws Exception {
        TrainingSpec here = Runs.spec("policyId=same");
        TrainingSpec there = Runs.spec("policyId=same", "seed=2", "rollouts.lag=1");
        try (Rig rig = new Rig(cluster, "here", 2);
                Rig others = new Rig(cluster, "there", 3);
                RunningService ofHere = new RunningService(rig.access(), rig.names(), true, "same");
                RunningService ofThere = new RunningService(rig.access(), others.names(), true, "same")) {
            rig.submit(here);
            others.submit(there);
            assertThat(rig.follow(here).hashes()).isEqualTo(Runs.serial(here).hashes());
            assertThat(others.follow(there).hashes())
                    .isEqualTo(Runs.serial(there).hashes());
            ofHere.awaitEnd();
            ofThere.awaitEnd();
            assertThat(rig.all(rig.names().deadLetters())).isEmpty();
            assertThat(rig.all(others.names().deadLetters())).isEmpty();
        }
    }

    /** Following the training fails if a version is published with two hashes. */
    @Test
    void twoJobsOnTheSameTopicsPublishTheSameVersions() throws Exception {
        TrainingSpec spec = Runs.spec();
        try (Rig rig = new Rig(cluster, "shared", 2);
                Rig second = rig.beside(rig.names(), 2)) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = second.follow(spec);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            Awaited.until(
                    "every version of both jobs",
                    () -> rig.all(rig.names().policies()).size() >= 2 * (Runs.UPDATES + 1));
        }
    }

    /** The second group fences the first, as in a takeover; blocks that the first still sends have no effect. */
    @Test
    void agentsThatRunTwiceAtTheSameTimeAreLearnedFromOnce() throws Exception {
        TrainingSpec spec = Runs.spec();
        CountDownLatch third = new CountDownLatch(3 * Runs.AGENTS);
        try (Rig rig = new Rig(cluster, "twice", 2)) {
            rig.submit(spec);
            rig.act(spec, sink -> block -> {
                sink.publish(block);
                third.countDown();
            });
            third.await();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }
}
