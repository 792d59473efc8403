package dev.streamgrad.contract.inspection;

import static dev.streamgrad.contract.inspection.Versions.SPEC;
import static dev.streamgrad.contract.inspection.Versions.genuine;
import static dev.streamgrad.contract.inspection.Versions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EndOfTrainingTest {

    private final PolicyLineage lineage = new PolicyLineage(0);
    private final EndOfTraining end = new EndOfTraining(SPEC, new ManualClock());
    private long now;

    @Test
    void acceptsAFailureBeforeTheFirstVersionAtOnce() {
        assertThat(isOver(PolicyStatus.State.FINISHED, 0)).isFalse();
        assertThat(isOver(PolicyStatus.State.FAILED, 0)).isTrue();
    }

    @Test
    void ignoresAStatusWhileTheLearnerContinues() {
        for (long version = 0; version < 20; version++) {
            offer(genuine(version));
            assertThat(isOver(PolicyStatus.State.FINISHED, version)).isFalse();
            assertThat(isOver(PolicyStatus.State.FAILED, version)).isFalse();
            now += 5_000;
            offer(genuine(version));
            assertThat(isOver(PolicyStatus.State.FAILED, version)).isFalse();
            now += 5_000;
        }
    }

    @Test
    void acceptsAStatusOnceTheLearnerIsSilent() {
        offer(genuine(0));
        assertThat(isOver(PolicyStatus.State.FAILED, 1)).isFalse();
        now += EndOfTraining.SILENCE.toMillis() - 1;
        assertThat(isOver(PolicyStatus.State.FAILED, 1)).isFalse();
        now += 1;
        assertThat(isOver(PolicyStatus.State.FAILED, 1)).isTrue();
    }

    @Test
    void neverAcceptsAStatusOfAnotherVersionThanTheNewest() {
        for (long version = 0; version < 4; version++) {
            offer(genuine(version));
        }
        for (long version : new long[] {-1, 2, 5, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(isOver(PolicyStatus.State.FAILED, version)).isFalse();
            now += EndOfTraining.SILENCE.toMillis();
            assertThat(isOver(PolicyStatus.State.FAILED, version)).isFalse();
        }
    }

    @Test
    void acceptsAnEndThatTheSpecAndTheVersionAgreeOnAtOnce() {
        long total = SPEC.updates();
        offer(genuine(total - 2));
        offer(genuine(total - 1));
        offer(with(genuine(total), Map.of("last", true)));
        assertThat(isOver(PolicyStatus.State.FINISHED, total - 1)).isFalse();
        assertThat(isOver(PolicyStatus.State.FINISHED, total)).isTrue();
    }

    @Test
    void acceptsAnEarlierEndByASkippedUpdateOrAnotherRevision() {
        offer(genuine(0));
        offer(with(genuine(1), Map.of("last", true, "skippedReason", "not finite")));
        assertThat(isOver(PolicyStatus.State.FAILED, 1)).isTrue();
        PolicyLineage revised = new PolicyLineage(0);
        revised.offer(with(genuine(0), Map.of("last", true, "specRevision", 1)), 0);
        SaidEnds statuses = new SaidEnds();
        statuses.add(status(PolicyStatus.State.FINISHED, 0));
        assertThat(end.reached(statuses, revised)).isPresent();
    }

    @Test
    void acceptsAnEndThatTheSpecDoesNotAllowOnlyAfterSilence() {
        assertThat(SPEC.budget().targetReturn()).isEmpty();
        offer(genuine(0));
        offer(with(genuine(1), Map.of("last", true)));
        assertThat(isOver(PolicyStatus.State.FINISHED, 1)).isFalse();
        now += EndOfTraining.SILENCE.toMillis();
        assertThat(isOver(PolicyStatus.State.FINISHED, 1)).isTrue();
    }

    @Test
    void laterStatusesDoNotReplaceAGenuineEnd() {
        SaidEnds statuses = new SaidEnds();
        long total = SPEC.updates();
        PolicyStatus genuine = status(PolicyStatus.State.FINISHED, total);
        statuses.add(genuine);
        for (long version = 0; version < 1000; version++) {
            statuses.add(status(PolicyStatus.State.FAILED, 3 * version + total + 1));
            statuses.add(status(PolicyStatus.State.RUNNING, version));
        }
        for (long version = total - 2; version < total; version++) {
            offer(genuine(version));
            assertThat(end.reached(statuses, lineage)).isEmpty();
        }
        offer(with(genuine(total), Map.of("last", true)));
        assertThat(end.reached(statuses, lineage)).contains(genuine);
    }

    private void offer(PolicyUpdate update) {
        lineage.offer(update, now);
    }

    /** Whether this status alone ends the training. */
    private boolean isOver(PolicyStatus.State state, long version) {
        SaidEnds statuses = new SaidEnds();
        statuses.add(status(state, version));
        return end.reached(statuses, lineage).isPresent();
    }

    private static PolicyStatus status(PolicyStatus.State state, long version) {
        return new PolicyStatus(SPEC.policyId(), state, "", version, 0);
    }

    /** A clock that the test sets. */
    private final class ManualClock extends Clock {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
