package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than one job, and more than one group of simulators, on one Kafka. */
final class SharedBrokerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TopicNames OTHERS = new TopicNames("others");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void twoJobsAndTwoGroupsOfSimulatorsDoNotMeetWherePrefixesDiffer() throws Exception {
        TrainingSpec here = Runs.spec("policyId=same");
        TrainingSpec there = Runs.spec("policyId=same", "seed=2", "rollouts.lag=1");
        try (Rig rig = new Rig(directory.resolve("here"), 2, environment -> {});
                Rig others = rig.beside(OTHERS, directory.resolve("there"), 3);
                RunningService ofHere = new RunningService(rig.access(), true, "same");
                RunningService ofThere = new RunningService(rig.access(), OTHERS, true, "same")) {
            rig.submit(here);
            others.submit(there);
            assertThat(rig.follow(here, PATIENCE).hashes())
                    .isEqualTo(Runs.serial(here).hashes());
            assertThat(others.follow(there, PATIENCE).hashes())
                    .isEqualTo(Runs.serial(there).hashes());
            ofHere.awaitEnd();
            ofThere.awaitEnd();
            assertThat(rig.all(Rig.NAMES.deadLetters())).isEmpty();
            assertThat(rig.all(OTHERS.deadLetters())).isEmpty();
        }
    }

    /** The reader of the versions fails where one of them comes with two hashes. */
    @Test
    void twoJobsOnTheSameTopicsMakeTheSameVersions() throws Exception {
        TrainingSpec spec = Runs.spec();
        try (Rig rig = new Rig(directory.resolve("one"), 2, environment -> {});
                Rig second = rig.beside(Rig.NAMES, directory.resolve("two"), 2)) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = second.follow(spec, PATIENCE);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            Awaited.until(
                    "every version of both jobs",
                    () -> rig.all(Rig.NAMES.policies()).size() >= 2 * (Runs.UPDATES + 1));
        }
    }

    /** The second fences the first, as one that takes over does; what the first still sends harms nobody. */
    @Test
    void agentsThatTwoActForAtOnceAreLearnedFromOnce() throws Exception {
        TrainingSpec spec = Runs.spec();
        CountDownLatch third = new CountDownLatch(3 * Runs.AGENTS);
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
            rig.submit(spec);
            rig.act(spec, sink -> block -> {
                sink.publish(block);
                third.countDown();
            });
            assertThat(third.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, PATIENCE);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }
}
