package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.actor.ActingLoop.EndReason;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ActingLoopTest {

    private static final EnvironmentRegistry ENVIRONMENTS = EnvironmentRegistry.standard();

    private final List<TransitionBlock> blocks = new ArrayList<>();

    @Test
    void aTransitionDoesNotDependOnThePoolOfItsAgent() {
        for (String environment : ENVIRONMENTS.ids()) {
            TrainingSpec spec = TestPolicies.spec(environment, 5, 150, 1, 3);
            List<TransitionBlock> together = act(spec, 0, 5);
            List<TransitionBlock> apart = new ArrayList<>(act(spec, 4, 5));
            apart.addAll(act(spec, 0, 1));
            apart.addAll(act(spec, 1, 4));
            for (int agent = 0; agent < 5; agent++) {
                List<String> rows = BlockRows.of(spec, together, agent);
                assertThat(rows).hasSize(3 * 150);
                assertThat(BlockRows.of(spec, apart, agent)).isEqualTo(rows);
            }
            assertThat(BlockRows.of(spec, together, 0)).isNotEqualTo(BlockRows.of(spec, together, 1));
        }
    }

    @Test
    void actsInEachRolloutWithExactlyItsVersion() {
        for (int lag = 0; lag < 3; lag++) {
            TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 4, lag, 5);
            List<Long> awaited = new ArrayList<>();
            PolicySource source = version -> {
                awaited.add(version);
                return Optional.of(TestPolicies.version(spec, version));
            };
            blocks.clear();
            assertThat(loop(spec, source).run()).isEqualTo(EndReason.FINISHED);
            int trail = lag;
            assertThat(blocks)
                    .hasSize(2 * 5)
                    .allSatisfy(
                            block -> assertThat(block.policyVersion()).isEqualTo(Math.max(0, block.rollout() - trail)));
            assertThat(awaited).hasSize(5).last().isEqualTo(4L - lag);
        }
    }

    @Test
    void blocksHoldAtMost128RowsAndEndWithTheirRollout() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 300, 0, 2);
        List<TransitionBlock> acted = act(spec, 0, 1);
        assertThat(acted.stream().map(TransitionBlock::rows)).containsExactly(128, 128, 44, 128, 128, 44);
        assertThat(acted.stream().map(TransitionBlock::firstSequence))
                .containsExactly(0L, 128L, 256L, 300L, 428L, 556L);
        assertThat(acted).allSatisfy(block -> {
            assertThat(block.rolloutLength()).isEqualTo(300);
            assertThat(block.rollout()).isEqualTo((block.endSequence() - 1) / 300);
        });
    }

    @Test
    void theNextObservationIsTheFinalOneOfTheEpisode() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 100, 0, 2);
        int terminations = 0;
        for (TransitionBlock block : act(spec, 0, 1)) {
            float[] observations = BlockRows.floats(block.observations());
            float[] next = BlockRows.floats(block.nextObservations());
            int given = 0;
            for (int row = 0; row < block.rows(); row++) {
                if (!block.hasNextObservation(row)) {
                    continue;
                }
                boolean fallen = Math.abs(next[given * 4 + 2]) > 0.2094f || Math.abs(next[given * 4]) > 2.4f;
                assertThat(fallen).isEqualTo(block.terminated()[row] == 1);
                assertThat(next[given * 4])
                        .isCloseTo(observations[row * 4] + 0.02f * observations[row * 4 + 1], within(1e-6f));
                if (block.ended(row) && row + 1 < block.rows()) {
                    assertThat(Math.abs(observations[row * 4 + 6])).isLessThanOrEqualTo(0.05f);
                    terminations++;
                }
                given++;
            }
            assertThat(next).hasSize(given * 4);
            assertThat(BlockRows.doubles(block.rewards())).containsOnly(1.0);
        }
        assertThat(terminations).isGreaterThan(2);
    }

    @Test
    void truncationIsNotTermination() {
        TrainingSpec spec = TestPolicies.spec("Pendulum-v1", 1, 250, 0, 2);
        List<Long> cuts = new ArrayList<>();
        for (TransitionBlock block : act(spec, 0, 1)) {
            assertThat(block.terminated()).containsOnly(0);
            for (int row = 0; row < block.rows(); row++) {
                if (block.truncated()[row] == 1) {
                    cuts.add(block.firstSequence() + row);
                }
            }
        }
        assertThat(cuts).containsExactly(199L, 399L);
    }

    @Test
    void endsWhenItsSourceIsClosed() throws InterruptedException {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 8, 0, 100);
        RecentPolicies source = new RecentPolicies(spec.policyId(), 0);
        source.offer(TestPolicies.version(spec, 0), 0);
        AtomicReference<EndReason> outcome = new AtomicReference<>(EndReason.FINISHED);
        Thread thread = new Thread(() -> outcome.set(loop(spec, source).run()));
        thread.start();
        source.close();
        thread.join();
        assertThat(outcome.get()).isEqualTo(EndReason.CLOSED);
    }

    @Test
    void endsWhenInterruptedAndKeepsTheInterrupt() throws InterruptedException {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 8, 0, 100);
        RecentPolicies source = new RecentPolicies(spec.policyId(), 0);
        AtomicReference<String> outcome = new AtomicReference<>("");
        ActingLoop loop = loop(spec, source); // initialises logging, which fails in an interrupted thread
        Thread thread = new Thread(
                () -> outcome.set(loop.run() + " " + Thread.currentThread().isInterrupted()));
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(outcome.get()).isEqualTo("CLOSED true");
    }

    @Test
    void endsBeforeTheNextStepWhenClosed() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 8, 0, 100);
        ActingLoop loop = loop(spec, version -> Optional.of(TestPolicies.version(spec, version)));
        loop.close();
        assertThat(loop.run()).isEqualTo(EndReason.CLOSED);
        assertThat(blocks).isEmpty();
    }

    @Test
    void aFailingSinkEndsTheLoop() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 8, 0, 100);
        ActingLoop loop = new ActingLoop(
                spec,
                AgentPool.fresh(spec, ENVIRONMENTS, 0, 2),
                version -> Optional.of(TestPolicies.version(spec, version)),
                block -> {
                    throw new IllegalStateException("the broker is gone");
                });
        assertThatThrownBy(loop::run).hasMessage("the broker is gone");
    }

    @Test
    void rejectsAgentsAndPoliciesThatDoNotFitTheSpec() {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 8, 0, 1);
        assertThatThrownBy(() -> AgentPool.fresh(spec, ENVIRONMENTS, 1, 3))
                .hasMessageContaining("the pool has agent 2");
        assertThatThrownBy(() -> AgentPool.fresh(spec, ENVIRONMENTS, 1, 1)).hasMessageContaining("at least one");
        AgentPool pool = AgentPool.fresh(spec, ENVIRONMENTS, 0, 2);
        assertThatThrownBy(() -> pool.step(blocks::add)).hasMessageContaining("before a policy version is loaded");
        TrainingSpec other = TestPolicies.spec("CartPole-v1", spec.rollouts(), 1, 8);
        assertThatThrownBy(() -> pool.load(TestPolicies.version(other, 0))).hasMessageContaining("network differs");
    }

    private ActingLoop loop(TrainingSpec spec, PolicySource source) {
        return new ActingLoop(spec, AgentPool.fresh(spec, ENVIRONMENTS, 0, 2), source, blocks::add);
    }

    private static List<TransitionBlock> act(TrainingSpec spec, int from, int to) {
        List<TransitionBlock> acted = new ArrayList<>();
        AgentPool pool = AgentPool.fresh(spec, ENVIRONMENTS, from, to);
        PolicySource source = version -> Optional.of(TestPolicies.version(spec, version));
        assertThat(new ActingLoop(spec, pool, source, acted::add).run()).isEqualTo(EndReason.FINISHED);
        return acted;
    }
}
