package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.Awaited;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Retention has deleted transitions that were already learned from, on a real broker. */
final class DeletedHeadTest extends OnOneCluster {

    /** Everything before this rollout is deleted. */
    private static final int BEFORE = 6;

    @Test
    void doesNotAffectARunningTraining() throws Exception {
        TrainingSpec spec = Runs.spec();
        CountDownLatch deleted = new CountDownLatch(1);
        try (Rig rig = new Rig(cluster, "running", 2)) {
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
            assertThat(rig.follow(spec).hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }

    @Test
    void aTakeoverAbandonsAnEpisodeWhoseBeginningIsGone() throws Exception {
        TrainingSpec spec = Runs.spec();
        try (Rig rig = new Rig(cluster, "takeover", 2)) {
            rig.submit(spec);
            Rig.Acting first = rig.act(spec, DeletedHeadTest::until);
            Awaited.until("version " + BEFORE, () -> first.policies().newestVersion() >= BEFORE);
            rig.deleteTransitions();
            first.close();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            assertThat(runs.policies).hasSize(Runs.UPDATES + 1);
            assertThat(runs.hashes().subList(0, BEFORE + 1))
                    .isEqualTo(Runs.serial(spec).hashes().subList(0, BEFORE + 1));
        }
    }

    /** The job is started without its checkpoint while the simulators run. */
    @Test
    void aJobThatStartsFromScratchMakesTheAgentsActAgain() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=restarted", "budget.totalSteps=" + 200 * Runs.AGENTS * Runs.LENGTH);
        try (Rig rig = new Rig(cluster, "restarted", 2);
                RunningService simulator = new RunningService(rig.access(), rig.names(), true, "restarted")) {
            rig.submit(spec);
            Awaited.until(
                    "version " + BEFORE, () -> rig.all(rig.names().policies()).size() > BEFORE);
            rig.endJob();
            rig.deleteTransitions();
            try (Rig restarted = rig.beside(rig.names(), 2)) {
                assertThat(restarted.follow(spec).hashes())
                        .isEqualTo(Runs.serial(spec).hashes());
                simulator.awaitEnd();
            }
        }
    }

    /** Drops all blocks from a rollout on. */
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
