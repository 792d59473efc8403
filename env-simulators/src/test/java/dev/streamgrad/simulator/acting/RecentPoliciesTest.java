package dev.streamgrad.simulator.acting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.TestPolicies;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RecentPoliciesTest {

    private final TrainingSpec spec = TestPolicies.spec("CartPole-v1", 1, 8, 1, 10);
    private final RecentPolicies policies = new RecentPolicies(spec.policyId(), 1);

    @Test
    void keepsTheNewestVersionsInWhateverOrderTheyCome() throws InterruptedException {
        for (long version : new long[] {3, 5, 4}) {
            policies.offer(policy(version, 0));
        }
        for (long version = 3; version <= 5; version++) {
            assertThat(policies.awaitVersion(version).orElseThrow().version()).isEqualTo(version);
        }
        assertThatThrownBy(() -> policies.awaitVersion(2))
                .isInstanceOf(VersionGoneException.class)
                .hasMessageContaining("the newest is 5");
    }

    /** The learner was restored from before the versions that are kept: it makes them again, and agents may need the ones between. */
    @Test
    void goesBackWithTheLearner() throws InterruptedException {
        for (long version = 0; version <= 20; version++) {
            policies.offer(policy(version, 0));
        }
        for (long version = 5; version <= 7; version++) {
            policies.offer(policy(version, 0));
            assertThat(policies.awaitVersion(version).orElseThrow().version()).isEqualTo(version);
        }
        assertThat(policies.position()).isEqualTo(7);
        assertThat(policies.isComplete()).isTrue();
        assertThat(policies.awaitVersion(20).orElseThrow().version())
                .as("those who were that far go on")
                .isEqualTo(20);
        for (long version = 8; version <= 21; version++) {
            policies.offer(policy(version, 0));
        }
        assertThat(policies.position()).isEqualTo(21);
        assertThatThrownBy(() -> policies.awaitVersion(18)).isInstanceOf(VersionGoneException.class);
    }

    @Test
    void holdsNoMoreThanTwiceWhatItKeepsWhateverIsOffered() throws InterruptedException {
        for (long version = 1000; version > 0; version -= 10) {
            policies.offer(policy(version, 0));
        }
        assertThat(policies.size()).isLessThanOrEqualTo(6);
        assertThat(policies.awaitVersion(1000).orElseThrow().version()).isEqualTo(1000);
    }

    @Test
    void tellsWhereTheLearnerStandsOnceItPublishesAgain() throws Exception {
        policies.offer(policy(9, 0));
        CompletableFuture<Long> next = CompletableFuture.supplyAsync(this::next);
        while (!next.isDone()) {
            policies.offer(policy(4, 0));
        }
        assertThat(next.get()).isEqualTo(4);
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
    void aHigherIncarnationReplacesALowerOneAndFencesIt() throws InterruptedException {
        policies.offer(policy(3, 0));
        policies.offer(policy(3, 1));
        policies.offer(policy(3, 0));
        policies.offer(policy(4, 0));
        policies.offer(policy(4, 1));
        assertThat(policies.awaitVersion(3).orElseThrow().incarnation()).isEqualTo(1);
        assertThat(policies.awaitVersion(4).orElseThrow().incarnation()).isEqualTo(1);
    }

    @Test
    void ignoresOtherPolicies() throws InterruptedException {
        RecentPolicies others = new RecentPolicies("other", 1);
        others.offer(policy(0, 0));
        others.close();
        assertThat(others.awaitVersion(0)).isEmpty();
    }

    @Test
    void areCompleteOnceNothingOlderWouldBeKept() {
        assertThat(policies.position()).isEqualTo(-1);
        assertThat(policies.isComplete()).isFalse();
        for (long version : new long[] {7, 9}) {
            policies.offer(policy(version, 0));
            assertThat(policies.isComplete()).isFalse();
        }
        policies.offer(policy(8, 0));
        assertThat(policies.isComplete()).isTrue();
        assertThat(policies.position()).isEqualTo(9);

        RecentPolicies young = new RecentPolicies(spec.policyId(), 1);
        young.offer(policy(1, 0));
        assertThat(young.isComplete()).isFalse();
        young.offer(policy(0, 0));
        assertThat(young.isComplete()).isTrue();
    }

    @Test
    void wakesThoseWhoWait() throws Exception {
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> await(7));
        policies.offer(policy(6, 0));
        policies.offer(policy(7, 0));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void handsAFailureToThoseWhoWait() {
        policies.fail(new IllegalStateException("the broker is gone"));
        assertThatThrownBy(() -> policies.awaitVersion(0))
                .hasMessageContaining("policies of test can no longer be read: the broker is gone");
    }

    private long await(long version) {
        try {
            return policies.awaitVersion(version).orElseThrow().version();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PolicyUpdate policy(long version, int incarnation) {
        return TestPolicies.update(spec, version, incarnation, new float[0], ObservationNormaliser.NONE, false);
    }
}
