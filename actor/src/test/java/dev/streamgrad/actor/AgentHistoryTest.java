package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An agent that is killed after any of its blocks resumes with the same transitions. */
final class AgentHistoryTest {

    private static final EnvironmentRegistry ENVIRONMENTS = EnvironmentRegistry.standard();

    /** No version was published. */
    private static final long NONE = -1;

    @Test
    void resumingAfterAnyBlockGivesTheSameTransitions() {
        for (String environment :
                List.of("CartPole-v1", "Pendulum-v1", "MountainCarContinuous-v0", "Asterix-MinAtar")) {
            TrainingSpec spec = TestPolicies.spec(environment, 1, 150, 1, 4);
            List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
            List<String> expected = BlockRows.of(spec, whole, 0);
            for (int known = 0; known < whole.size(); known++) {
                List<TransitionBlock> log = new ArrayList<>(whole.subList(0, known));
                ResumePoint start = history(spec, log, 0).resume(1, NONE);
                log.addAll(act(spec, List.of(start)));
                assertThat(BlockRows.of(spec, log, 0)).isEqualTo(expected);
                assertThat(log.get(log.size() - 1).incarnation()).isEqualTo(1);
            }
        }
    }

    @Test
    void agentsThatStoppedAtDifferentStepsResumeInOnePool() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 3, 150, 0, 4);
        List<TransitionBlock> whole =
                act(spec, List.of(ResumePoint.fresh(0), ResumePoint.fresh(1), ResumePoint.fresh(2)));
        List<TransitionBlock> log = new ArrayList<>(whole.stream()
                .filter(block -> block.firstSequence() < 128 + 150L * block.agent())
                .toList());
        List<ResumePoint> starts = new ArrayList<>();
        for (int agent = 0; agent < 3; agent++) {
            starts.add(history(spec, log, agent).resume(1, NONE));
        }
        assertThat(starts.stream().map(ResumePoint::sequence)).containsExactly(128L, 278L, 428L);
        log.addAll(act(spec, starts));
        for (int agent = 0; agent < 3; agent++) {
            assertThat(BlockRows.of(spec, log, agent)).isEqualTo(BlockRows.of(spec, whole, agent));
        }
    }

    @Test
    void ignoresDuplicatesAndFencedIncarnations() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        List<TransitionBlock> log = new ArrayList<>(whole.subList(0, 3));
        log.addAll(whole.subList(1, 3));
        assertThat(history(spec, log, 0).resume(1, 3))
                .usingRecursiveComparison()
                .isEqualTo(history(spec, whole.subList(0, 3), 0).resume(1, 3));

        AgentHistory history = history(spec, whole.subList(0, 3), 0);
        act(spec, List.of(history.resume(1, 3))).subList(0, 1).forEach(history::offer);
        history.offer(whole.get(4));
        ResumePoint next = history.resume(0, 4);
        assertThat(next.sequence()).isEqualTo(40);
        assertThat(next.incarnation()).isEqualTo(2);
        act(spec, List.of(next)).forEach(history::offer);
        assertThat(history.sequence()).isEqualTo(80);
    }

    @Test
    void aDuplicateFencesNoIncarnation() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        AgentHistory history = history(spec, whole.subList(0, 3), 0);
        history.offer(UnfitBlocks.withIncarnation(Integer.MAX_VALUE, whole.get(1)));
        history.offer(whole.get(3));
        assertThat(history.resume(0, 4))
                .usingRecursiveComparison()
                .isEqualTo(history(spec, whole.subList(0, 4), 0).resume(0, 4));
    }

    @Test
    void keepsTheHighestIncarnationThatTheTypeHolds() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        AgentHistory history = history(spec, whole.subList(0, 3), 0);
        history.offer(UnfitBlocks.withIncarnation(Integer.MAX_VALUE, whole.get(3)));
        ResumePoint next = history.resume(0, 4);
        assertThat(next.incarnation()).isEqualTo(Integer.MAX_VALUE);
        act(spec, List.of(next)).forEach(history::offer);
        assertThat(history.sequence()).isEqualTo(80);
    }

    /**
     * Offers blocks that fit the spec but that the job rejects, each out of reach of the one before. The cost of a block grows only
     * with the logarithm of their number.
     */
    @Test
    void theCostOfARecordDoesNotGrowWithTheNumberOfForgedBlocks() {
        int blocks = 1 << 14;
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 1, 0, blocks + 1);
        TransitionBlock first = act(spec, List.of(ResumePoint.fresh(0)), 1).get(0);
        AgentHistory history = new AgentHistory(spec, 0);
        for (int rollout = 2; rollout < blocks; rollout++) {
            history.offer(UnfitBlocks.at(rollout, first));
            history.rejected();
        }
        assertThat(history.looks()).isLessThan(blocks * 15L);
        history.offer(first);
        assertThat(history.resume(0, 1).sequence())
                .as("all of them were rejected")
                .isEqualTo(1);
    }

    @Test
    void blocksThatTheJobRejectsChangeNothing() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        for (int known = 1; known < whole.size(); known++) {
            AgentHistory expected = history(spec, whole.subList(0, known), 0);
            AgentHistory history = new AgentHistory(spec, 0);
            for (TransitionBlock block : whole.subList(0, known)) {
                UnfitBlocks.of(block).forEach(history::offer);
                history.offer(block);
                history.rejected();
                UnfitBlocks.of(block).forEach(history::offer);
            }
            assertThat(history.resume(0, known)).usingRecursiveComparison().isEqualTo(expected.resume(0, known));
        }
    }

    @Test
    void aBlockOutOfReachChangesNothingAndIsDroppedOnceTheAgentReachesIt() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        AgentHistory history = history(spec, whole.subList(0, 3), 0);
        history.offer(UnfitBlocks.withIncarnation(1000, whole.get(5)));
        assertThat(history.resume(0, 3))
                .usingRecursiveComparison()
                .isEqualTo(history(spec, whole.subList(0, 3), 0).resume(0, 3));
        whole.subList(3, 7).forEach(history::offer);
        assertThat(history.resume(0, 7))
                .usingRecursiveComparison()
                .isEqualTo(history(spec, whole.subList(0, 7), 0).resume(0, 7));
    }

    @Test
    void resumesAfterRolloutsThatTheJobGaveUp() {
        for (int lag = 0; lag < 3; lag++) {
            TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, lag, 12);
            List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
            List<TransitionBlock> log = new ArrayList<>(whole.subList(0, 3)); // rollouts 3 … 6 and 9 were rejected
            log.addAll(whole.subList(7, 9));
            log.add(whole.get(10));
            assertThat(history(spec, log, 0).resume(0, 11))
                    .usingRecursiveComparison()
                    .isEqualTo(history(spec, whole.subList(10, 11), 0).resume(0, 11));
        }
    }

    /** The last blocks of the agent were rejected, or are lost with the tail of the log. The learner's version shows which. */
    @Test
    void startsAtTheLearnersRolloutOnceTheLearnerHasGivenUpTheOpenOne() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 10, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        AgentHistory lost = history(spec, whole.subList(0, 3), 0);
        AgentHistory rejected = history(spec, whole.subList(0, 3), 0);
        rejected.rejected();
        long open = rejected.resume(0, 3).episode();
        assertThat(rejected.resume(0, 3).sequence()).as("the learner waits").isEqualTo(30);
        assertThat(rejected.resume(0, 4))
                .usingRecursiveComparison()
                .isEqualTo(ResumePoint.atEpisodeStart(0, 1, 40, open + 1));
        assertThat(lost.resume(0, 4).sequence()).as("acted again").isEqualTo(30);
        assertThat(lost.isBehind(4)).isFalse();
        assertThat(lost.isBehind(5)).isTrue();
        assertThat(rejected.isBehind(5)).isFalse();
        assertThat(lost.resume(0, 5))
                .as("version 3 is gone")
                .usingRecursiveComparison()
                .isEqualTo(ResumePoint.atEpisodeStart(0, 1, 50, open + 1));
    }

    @Test
    void anEpisodeWhoseStartIsUnknownIsAbandoned() {
        TrainingSpec spec = TestPolicies.spec("MountainCar-v0", 1, 50, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        ResumePoint start = history(spec, whole.subList(1, 3), 0).resume(4, 3);
        assertThat(start).usingRecursiveComparison().isEqualTo(ResumePoint.atEpisodeStart(0, 4, 150, 1));
        ResumePoint later = history(spec, whole.subList(1, 5), 0).resume(4, 5);
        assertThat(later.episode()).isEqualTo(1);
        assertThat(later.openActions()).hasSize(50 * Integer.BYTES);
    }

    @Test
    void anEpisodeThatDoesNotReplayIsAbandoned() {
        TrainingSpec spec = TestPolicies.spec("MountainCar-v0", 1, 50, 0, 8);
        List<TransitionBlock> whole = act(spec, List.of(ResumePoint.fresh(0)));
        ResumePoint start = history(spec, whole.subList(0, 2), 0).resume(1, 2);
        start.openObservations()[17] ^= 1;
        TransitionBlock next = act(spec, List.of(start)).get(0);
        assertThat(next.firstSequence()).isEqualTo(100);
        assertThat(next.episode()).isEqualTo(1);
        assertThat(next.episodeStep()).isZero();
    }

    @Test
    void anEmptyLogGivesAFreshStart() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 10, 0, 1);
        assertThat(new AgentHistory(spec, 1).resume(0, NONE))
                .usingRecursiveComparison()
                .isEqualTo(ResumePoint.fresh(1));
    }

    private static AgentHistory history(TrainingSpec spec, List<TransitionBlock> log, int agent) {
        AgentHistory history = new AgentHistory(spec, agent);
        log.forEach(history::offer);
        return history;
    }

    private static List<TransitionBlock> act(TrainingSpec spec, List<ResumePoint> starts, int rollouts) {
        AgentPool pool = new AgentPool(spec, ENVIRONMENTS, starts);
        pool.load(TestPolicies.version(spec, 0));
        List<TransitionBlock> acted = new ArrayList<>();
        while (pool.rollout() < rollouts) {
            pool.step(acted::add);
        }
        return acted;
    }

    private static List<TransitionBlock> act(TrainingSpec spec, List<ResumePoint> starts) {
        List<TransitionBlock> acted = new ArrayList<>();
        PolicySource source = version -> Optional.of(TestPolicies.version(spec, version));
        new ActingLoop(spec, new AgentPool(spec, ENVIRONMENTS, starts), source, acted::add).run();
        return acted;
    }
}
