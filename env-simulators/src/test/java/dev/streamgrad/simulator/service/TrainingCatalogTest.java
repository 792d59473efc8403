package dev.streamgrad.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.TestPolicies;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrainingCatalogTest {

    private static final TrainingSpec ANY = TestPolicies.spec("CartPole-v1", 2, 16, 0, 2);

    private static final EnvironmentRegistry ENVIRONMENTS = EnvironmentRegistry.standard();

    private static final TrainingCatalog.Actors NO_ACTORS = new Acting(Map.of());

    private final TrainingCatalog catalog = new TrainingCatalog(ServedPolicies.ALL, ENVIRONMENTS, NO_ACTORS);

    @Test
    void aTrainingIsOpenUntilItsNewestStatusEndsIt() {
        assertThat(catalog.areOver()).as("before anything was submitted").isFalse();
        catalog.onStatus(status("a", PolicyStatus.State.RUNNING));
        catalog.onSpec(spec("a", 0), 100);
        catalog.onSpec(spec("b", 0), 200);
        assertThat(open()).containsExactly("a", "b");
        catalog.onStatus(status("a", PolicyStatus.State.STALLED));
        catalog.onStatus(status("b", PolicyStatus.State.FAILED));
        assertThat(open()).containsExactly("a");
        catalog.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(catalog.areOver()).isTrue();
        catalog.onStatus(status("b", PolicyStatus.State.RUNNING));
        assertThat(open()).containsExactly("b");
    }

    @Test
    void theActorsOfAPolicyDecideWhetherItsTrainingHasEnded() {
        Map<String, Boolean> over = new HashMap<>(Map.of("a", false));
        TrainingCatalog acted = new TrainingCatalog(ServedPolicies.ALL, ENVIRONMENTS, new Acting(over));
        acted.onSpec(spec("a", 0), 100);
        acted.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(acted.open()).hasSize(1);
        over.put("a", true);
        assertThat(acted.areOver()).isTrue();
        over.clear();
        assertThat(acted.areOver()).as("after the actors have stopped").isTrue();
        acted.onStatus(status("a", PolicyStatus.State.STALLED));
        assertThat(acted.open()).as("a later status reopens the training").hasSize(1);
    }

    @Test
    void usesTheFirstRecordOfARevisionAndTheNewestRevision() {
        TrainingSpec first = spec("a", 0);
        catalog.onSpec(first, 200);
        catalog.onSpec(spec("a", 0), 300);
        assertThat(catalog.open()).containsExactly(new TrainingCatalog.Training(first, 200));
        TrainingSpec second = spec("a", 1);
        catalog.onSpec(second, 400);
        catalog.onSpec(first, 500);
        assertThat(catalog.open()).containsExactly(new TrainingCatalog.Training(second, 200));
    }

    @Test
    void ignoresARevisionThatChangesAFixedSetting() {
        TrainingSpec first = spec("a", 0);
        TrainingSpec seeded = new TrainingSpec(
                first.policyId(),
                1,
                first.seed() + 1,
                first.environment(),
                first.network(),
                first.rollouts(),
                first.update(),
                first.advantage(),
                first.loss(),
                first.optimiser(),
                first.normalisation(),
                first.budget());
        catalog.onSpec(first, 200);
        catalog.onSpec(seeded, 300);
        assertThat(catalog.open()).containsExactly(new TrainingCatalog.Training(first, 200));
    }

    @Test
    void ignoresATrainingWithAnUnknownEnvironment() {
        TrainingCatalog few = new TrainingCatalog(
                ServedPolicies.ALL,
                new EnvironmentRegistry(List.<EnvironmentEntry>of(ENVIRONMENTS.entry("Taxi-v3"))),
                NO_ACTORS);
        few.onSpec(spec("a", 0), 100);
        assertThat(few.open()).isEmpty();
        assertThat(few.areOver()).isFalse();
    }

    @Test
    void aPolicyWhoseEnvironmentMisbehavedWaitsForALaterRevision() {
        TrainingCatalog catalog = new TrainingCatalog(ServedPolicies.ALL, ENVIRONMENTS, NO_ACTORS);
        catalog.onSpec(spec("a", 0), 100);
        catalog.onSpec(spec("b", 0), 100);
        catalog.reject(spec("a", 0), "its reward is NaN");
        catalog.onSpec(spec("a", 0), 100); // read again
        assertThat(catalog.open())
                .extracting(training -> training.spec().policyId())
                .containsExactly("b");
        assertThat(catalog.abilities().rejections()).containsEntry("a", "its reward is NaN");
        catalog.onSpec(spec("a", 1), 200);
        assertThat(catalog.open())
                .extracting(training -> training.spec().policyId())
                .containsOnly("a", "b");
        assertThat(catalog.abilities().rejections()).isEmpty();
    }

    @Test
    void waitsForAllRequestedPolicies() {
        TrainingCatalog named = new TrainingCatalog(served("a", "b"), ENVIRONMENTS, NO_ACTORS);
        named.onSpec(spec("a", 0), 100);
        named.onSpec(spec("c", 0), 100);
        named.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(named.open()).isEmpty();
        assertThat(named.areOver()).as("while b was never seen").isFalse();
        named.onSpec(spec("b", 0), 100);
        named.onStatus(status("b", PolicyStatus.State.STOPPED));
        assertThat(named.areOver()).isTrue();
    }

    @Test
    void doesNotWaitForRequestedPoliciesForWhichItCannotAct() {
        EnvironmentRegistry few = new EnvironmentRegistry(List.<EnvironmentEntry>of(ENVIRONMENTS.entry("Taxi-v3")));
        TrainingCatalog named = new TrainingCatalog(served("a", "b"), few, NO_ACTORS);
        named.onSpec(spec("a", 0), 100);
        assertThat(named.areOver()).as("while b was never seen").isFalse();
        assertThat(named.rejection()).isEmpty();
        named.onSpec(spec("b", 0), 100);
        assertThat(named.areOver()).isTrue();
        assertThat(named.rejection())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains(
                                "This simulator cannot act for policy a: ",
                                "This simulator cannot act for policy b: ",
                                "CartPole-v1"));
    }

    @Test
    void isNotRejectedIfItCanActForOneRequestedPolicy() {
        TrainingCatalog named = new TrainingCatalog(served("a", "b"), ENVIRONMENTS, NO_ACTORS);
        named.onSpec(spec("a", 0), 100);
        named.onSpec(unknown("b"), 100);
        assertThat(named.areOver()).as("while a acts").isFalse();
        named.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(named.areOver()).isTrue();
        assertThat(named.rejection()).isEmpty();
    }

    /** Actors that report for each policy whether its training has ended. */
    private record Acting(Map<String, Boolean> over) implements TrainingCatalog.Actors {

        @Override
        public void onStatus(PolicyStatus status) {}

        @Override
        public Optional<Boolean> isOver(String policyId) {
            return Optional.ofNullable(over.get(policyId));
        }
    }

    private static ServedPolicies served(String... policies) {
        return new ServedPolicies(Set.of(policies), Set.of());
    }

    private List<String> open() {
        return catalog.open().stream()
                .map(training -> training.spec().policyId())
                .toList();
    }

    private static PolicyStatus status(String policyId, PolicyStatus.State state) {
        return new PolicyStatus(policyId, state, "", 0, 0);
    }

    /** A spec of an environment that does not exist. */
    private static TrainingSpec unknown(String policyId) {
        EnvironmentSpec where = ANY.environment();
        return spec(
                policyId,
                0,
                EnvironmentSpec.of(
                        "Nowhere-v0", where.observationSpace(), where.actionSpace(), where.actionTransform()));
    }

    private static TrainingSpec spec(String policyId, int revision) {
        return spec(policyId, revision, ANY.environment());
    }

    private static TrainingSpec spec(String policyId, int revision, EnvironmentSpec environment) {
        return new TrainingSpec(
                policyId,
                revision,
                ANY.seed(),
                environment,
                ANY.network(),
                ANY.rollouts(),
                ANY.update(),
                ANY.advantage(),
                ANY.loss(),
                ANY.optimiser(),
                ANY.normalisation(),
                ANY.budget());
    }
}
