package dev.streamgrad.contract.inspection;

import static dev.streamgrad.contract.inspection.Versions.another;
import static dev.streamgrad.contract.inspection.Versions.genuine;
import static dev.streamgrad.contract.inspection.Versions.renumbered;
import static dev.streamgrad.contract.inspection.Versions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyLineageTest {

    private static final int LAG = 0;
    private static final long REPEATS = 5_000;

    private final PolicyLineage lineage = new PolicyLineage(LAG);
    private long now;

    @Test
    void versionsThatDescendFromEachOtherCountAtOnce() {
        for (long version = 0; version < 6; version++) {
            assertThat(offer(genuine(version))).containsExactly(genuine(version).version());
            assertThat(lineage.position()).isEqualTo(version);
        }
        assertThat(lineage.find(4)).isPresent();
        assertThat(lineage.find(3)).isEmpty();
        assertThat(lineage.isGone(3)).isTrue();
        assertThat(lineage.isComplete()).isTrue();
    }

    @Test
    void aReaderThatStartsLateAcceptsTwoVersionsThatAgree() {
        assertThat(offer(genuine(7))).isEmpty();
        assertThat(lineage.position()).isEqualTo(-1);
        assertThat(offer(genuine(8))).containsExactly(7L, 8L);
        assertThat(lineage.isComplete()).isTrue();
    }

    @Test
    void ignoresASingleRecordOfAFarVersion() {
        offer(renumbered(genuine(3), 1_000_000_000_000_000L));
        assertThat(lineage.position()).isEqualTo(-1);
        offer(genuine(0));
        offer(genuine(1));
        for (int i = 0; i < 3; i++) {
            offer(renumbered(genuine(3), 1_000_000_000_000_000L));
        }
        assertThat(lineage.position()).isEqualTo(1);
        assertThat(offer(genuine(2))).containsExactly(2L);
        assertThat(lineage.find(1_000_000_000_000_000L)).isEmpty();
    }

    @Test
    void ignoresAVersionThatDoesNotDescend() {
        offer(genuine(0));
        offer(genuine(1));
        assertThat(offer(another(2))).isEmpty();
        assertThat(lineage.find(2)).isEmpty();
        assertThat(offer(genuine(2))).containsExactly(2L);
        assertThat(lineage.find(2).orElseThrow().hash()).isEqualTo(genuine(2).hash());
    }

    @Test
    void aForgedIncarnationChangesNothing() {
        offer(genuine(0));
        offer(with(genuine(0), Map.of("incarnation", Integer.MAX_VALUE)));
        offer(with(another(1), Map.of("incarnation", Integer.MAX_VALUE)));
        assertThat(offer(genuine(1))).containsExactly(1L);
        assertThat(lineage.find(1).orElseThrow().hash()).isEqualTo(genuine(1).hash());
    }

    @Test
    void aRecordWithoutTheMarkReplacesTheSameVersionMarkedAsTheLast() {
        offer(genuine(0));
        assertThat(offer(last(genuine(1)))).containsExactly(1L);
        assertThat(lineage.endsWith(1)).isTrue();
        assertThat(lineage.find(1).orElseThrow().last()).isTrue();
        assertThat(offer(genuine(1))).containsExactly(1L);
        assertThat(lineage.find(1).orElseThrow().last()).isFalse();
        assertThat(lineage.endsWith(1)).isFalse();
        assertThat(offer(last(genuine(1)))).containsExactly(1L);
        offer(genuine(2));
        assertThat(lineage.endsWith(1)).isFalse();
    }

    @Test
    void reportsThatTheNewestVersionIsTheLast() {
        offer(genuine(0));
        offer(genuine(1));
        assertThat(lineage.endsWith(1)).isFalse();
        assertThat(offer(last(genuine(1)))).containsExactly(1L);
        assertThat(lineage.endsWith(1)).isTrue();
        assertThat(offer(last(genuine(1)))).isEmpty();
    }

    @Test
    void ignoresAnEarlierVersionMarkedAsTheLast() {
        offer(genuine(0));
        offer(genuine(1));
        offer(last(genuine(2)));
        assertThat(offer(last(genuine(1)))).isEmpty();
        assertThat(lineage.endsWith(2)).isTrue();
    }

    @Test
    void doesNotReportVersionsPublishedAgainAfterARestore() {
        for (long version = 0; version < 6; version++) {
            offer(genuine(version));
        }
        for (long version = 2; version < 6; version++) {
            assertThat(offer(genuine(version))).isEmpty();
        }
        assertThat(offer(genuine(6))).containsExactly(6L);
    }

    /** A restored learner publishes lag + 2 versions again and computes the next ones again; agents may need any of them. */
    @Test
    void theLatestRecordGivesThePositionOfARestoredLearner() {
        for (long version = 0; version < 6; version++) {
            offer(genuine(version));
        }
        offer(genuine(2));
        assertThat(lineage.position()).as("one record is not enough").isEqualTo(5);
        offer(genuine(3));
        assertThat(lineage.position()).isEqualTo(3);
        assertThat(lineage.isComplete()).isTrue();
        for (long version = 2; version < 6; version++) {
            assertThat(lineage.find(version)).as("version %d", version).isPresent();
        }
        assertThat(lineage.isGone(2)).isFalse();
        for (long version = 4; version < 7; version++) {
            offer(genuine(version));
            assertThat(lineage.position()).isEqualTo(version);
        }
        assertThat(lineage.isGone(4)).isTrue();
    }

    @Test
    void followsALearnerRestoredFarBehindAfterSilence() {
        for (long version = 0; version < 9; version++) {
            offer(genuine(version));
        }
        long known = lineage.publications();
        offer(genuine(2));
        offer(genuine(3));
        now += REPEATS;
        offer(genuine(3));
        assertThat(lineage.publications()).isEqualTo(known);
        now += REPEATS;
        offer(genuine(3));
        assertThat(lineage.publications()).isGreaterThan(known);
        assertThat(lineage.position()).isEqualTo(3);
        assertThat(lineage.find(2)).isPresent();
    }

    @Test
    void oldVersionsThatAreRepeatedRemoveNone() {
        for (long version = 0; version < 9; version++) {
            offer(genuine(version));
        }
        offer(genuine(6));
        offer(genuine(5));
        assertThat(lineage.find(8)).isPresent();
        assertThat(offer(genuine(9))).containsExactly(9L);
        assertThat(lineage.position()).isEqualTo(9);
    }

    @Test
    void aReaderSlowerThanCompactionContinuesWhereTwoVersionsAgree() {
        offer(genuine(0));
        offer(genuine(1));
        assertThat(offer(genuine(50))).isEmpty();
        assertThat(offer(genuine(51))).containsExactly(50L, 51L);
        assertThat(lineage.position()).isEqualTo(51);
    }

    @Test
    void followsALearnerThatRepeatsVersionsAfterARevisionOnceItIsAhead() {
        for (long version = 0; version < 4; version++) {
            offer(genuine(version));
        }
        assertThat(offer(another(2))).isEmpty();
        assertThat(offer(another(3))).isEmpty();
        assertThat(offer(another(4))).contains(4L);
        assertThat(lineage.find(4).orElseThrow().hash()).isEqualTo(another(4).hash());
    }

    @Test
    void followsALearnerWhoseEarlierVersionsWereLostAfterSilence() {
        offer(genuine(0));
        offer(genuine(1));
        for (int i = 0; i < 2; i++) {
            assertThat(offer(genuine(9))).isEmpty();
            now += REPEATS;
        }
        assertThat(offer(genuine(9))).containsExactly(9L);
        assertThat(lineage.position()).isEqualTo(9);
    }

    @Test
    void aRepeatedForgeryDoesNotReplaceALearnerThatRepeatsItsVersion() {
        offer(genuine(0));
        offer(genuine(1));
        for (int i = 0; i < 5; i++) {
            now += REPEATS;
            offer(renumbered(genuine(3), 77));
            offer(genuine(1));
        }
        assertThat(lineage.position()).isEqualTo(1);
    }

    @Test
    void aLearnerReplacesAForgedLineAgain() {
        offer(genuine(0));
        offer(genuine(1));
        offer(another(70));
        offer(another(71));
        assertThat(lineage.position()).isEqualTo(71);
        for (int i = 0; i < 3; i++) {
            now += REPEATS;
            offer(genuine(1));
        }
        assertThat(lineage.position()).isEqualTo(1);
        assertThat(offer(genuine(2))).containsExactly(2L);
    }

    private List<Long> offer(PolicyUpdate update) {
        return lineage.offer(update, now).stream().map(PolicyUpdate::version).toList();
    }

    private static PolicyUpdate last(PolicyUpdate policy) {
        return with(policy, Map.of("last", true));
    }
}
