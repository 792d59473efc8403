package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.TransitionSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bound of the transitions topic has deleted what was learned from, on a real broker. */
final class DeletedHeadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The rollout before which everything is deleted. */
    private static final int BEFORE = 6;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aTrainingThatRunsDoesNotNotice() throws Exception {
        TrainingSpec spec = Runs.spec();
        CountDownLatch deleted = new CountDownLatch(1);
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
            rig.submit(spec);
            Rig.Acting acting = rig.act(spec, sink -> block -> {
                if (block.rollout() == BEFORE) {
                    await(deleted);
                }
                sink.publish(block);
            });
            Awaited.until("version " + BEFORE, () -> acting.policies().newestVersion() >= BEFORE);
            rig.deleteTransitions();
            deleted.countDown();
            assertThat(rig.follow(spec, PATIENCE).hashes())
                    .isEqualTo(Runs.serial(spec).hashes());
        }
    }

    @Test
    void whoTakesAnAgentOverAbandonsTheEpisodeWhoseBeginningIsGone() throws Exception {
        TrainingSpec spec = Runs.spec();
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
            rig.submit(spec);
            Rig.Acting first = rig.act(spec, DeletedHeadTest::until);
            Awaited.until("version " + BEFORE, () -> first.policies().newestVersion() >= BEFORE);
            rig.deleteTransitions();
            first.close();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, PATIENCE);
            assertThat(runs.policies).hasSize(Runs.UPDATES + 1);
            assertThat(runs.hashes().subList(0, BEFORE + 1))
                    .isEqualTo(Runs.serial(spec).hashes().subList(0, BEFORE + 1));
        }
    }

    /** As where the job was started without its checkpoint, while the simulators run. */
    @Test
    void aJobThatBeginsAnewHasTheAgentsActAgain() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=anew", "budget.totalSteps=" + 200 * Runs.AGENTS * Runs.LENGTH);
        try (Rig rig = new Rig(directory.resolve("one"), 2, environment -> {});
                RunningService simulator = new RunningService(rig.access(), true, "anew")) {
            rig.submit(spec);
            Awaited.until(
                    "version " + BEFORE, () -> rig.all(Rig.NAMES.policies()).size() > BEFORE);
            rig.endJob();
            rig.deleteTransitions();
            try (Rig anew = rig.beside(Rig.NAMES, directory.resolve("two"), 2)) {
                assertThat(anew.follow(spec, PATIENCE).hashes())
                        .isEqualTo(Runs.serial(spec).hashes());
                simulator.awaitEnd();
            }
        }
    }

    /** Lets nothing through from a rollout on. */
    private static TransitionSink until(TransitionSink sink) {
        return block -> {
            if (block.rollout() < BEFORE) {
                sink.publish(block);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
