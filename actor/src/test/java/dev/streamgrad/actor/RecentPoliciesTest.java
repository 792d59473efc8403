package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RecentPoliciesTest {

    private final TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 8, 1, 10);
    private final RecentPolicies policies = new RecentPolicies(spec.policyId(), 1);

    @Test
    void keepsTheNewestVersions() throws InterruptedException {
        offer(1, 2, 3, 4, 5);
        for (long version = 3; version <= 5; version++) {
            assertThat(policies.awaitVersion(version).orElseThrow().version()).isEqualTo(version);
        }
        assertThatThrownBy(() -> policies.awaitVersion(2))
                .isInstanceOf(VersionGoneException.class)
                .hasMessageContaining("the newest is 5");
    }

    @Test
    void isCompleteOnceNoOlderVersionWouldBeKept() {
        assertThat(policies.position()).isEqualTo(-1);
        offer(6, 7, 8);
        assertThat(policies.isComplete()).isTrue();
        assertThat(policies.position()).isEqualTo(8);
        policies.forget();
        offer(7, 8);
        assertThat(policies.isComplete()).isFalse();
        policies.forget();
        offer(0, 1);
        assertThat(policies.isComplete()).isTrue();
    }

    @Test
    void ignoresOtherPolicies() throws InterruptedException {
        RecentPolicies others = new RecentPolicies("other", 1);
        others.offer(TestPolicies.version(spec, 0), 0);
        others.close();
        assertThat(others.awaitVersion(0)).isEmpty();
    }

    /** A learner that reads the log again publishes an old version once; the wait continues. */
    @Test
    void aWaitFailsIfTheLearnerWaitsAtAnEarlierVersion() throws Exception {
        offer(0, 1, 2, 3, 4);
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> await(5));
        offer(3, 3, 3, 4, 2, 2, 2);
        assertThat(waiting).isNotDone();
        offer(2);
        assertThatThrownBy(() -> waiting.get())
                .hasCauseInstanceOf(LearnerBehindException.class)
                .hasMessageContaining("waits at version 2");
        offer(3, 4);
        CompletableFuture<Long> next = CompletableFuture.supplyAsync(() -> await(5));
        offer(4, 4, 4, 4); // the learner waits for this agent or for another one
        assertThat(next).isNotDone();
        offer(5);
        assertThat(next.get()).isEqualTo(5);
    }

    @Test
    void aWaitEndsWhenTheVersionArrives() throws Exception {
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> await(7));
        offer(5, 6, 7);
        assertThat(waiting.get()).isEqualTo(7);
    }

    /**
     * A forged end of a training does not stop its agents: they wait until they are closed, or the version is published without the
     * mark.
     */
    @Test
    void returnsNoVersionMarkedAsTheLastUntilItIsPublishedWithoutTheMark() throws Exception {
        offer(0, 1);
        PolicyUpdate two = TestPolicies.version(spec, 2);
        policies.offer(last(two), 0);
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> await(2));
        policies.offer(two, 0);
        assertThat(waiting.get()).isEqualTo(2);
        policies.offer(last(two), 0);
        assertThat(policies.awaitVersion(2)).isPresent();
        RecentPolicies ended = new RecentPolicies(spec.policyId(), 1);
        ended.offer(last(TestPolicies.version(spec, 0)), 0);
        CompletableFuture<Optional<PolicyUpdate>> closed = CompletableFuture.supplyAsync(() -> {
            try {
                return ended.awaitVersion(0);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ended.close();
        assertThat(closed.get()).isEmpty();
    }

    @Test
    void returnsTheLearnersVersionOnceItPublishesAgain() throws Exception {
        offer(0, 1, 2);
        CompletableFuture<Long> next = CompletableFuture.supplyAsync(this::next);
        while (!next.isDone()) {
            offer(1);
        }
        assertThat(next.get()).isEqualTo(1);
        assertThat(policies.awaitNext(Duration.ZERO)).isEmpty();
    }

    private long next() {
        try {
            return policies.awaitNext(Duration.ofMinutes(5)).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWaitFailsWithTheReasonOfTheFailure() {
        policies.fail(new IllegalStateException("the broker is gone"));
        assertThatThrownBy(() -> policies.awaitVersion(0))
                .hasMessageContaining("policies of test can no longer be read: the broker is gone");
    }

    private void offer(long... versions) {
        for (long version : versions) {
            policies.offer(TestPolicies.version(spec, version), 0);
        }
    }

    private long await(long version) {
        try {
            return policies.awaitVersion(version).orElseThrow().version();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PolicyUpdate last(PolicyUpdate policy) {
        return TestPolicies.last(policy);
    }
}
