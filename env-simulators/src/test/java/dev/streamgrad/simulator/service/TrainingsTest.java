package dev.streamgrad.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.TestPolicies;
import dev.streamgrad.simulator.environment.EnvironmentEntry;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrainingsTest {

    private static final TrainingSpec ANY = TestPolicies.spec("CartPole-v1", 2, 16, 0, 2);

    private static final EnvironmentRegistry ENVIRONMENTS = EnvironmentRegistry.standard();

    private static final Trainings.Actors NOBODY = new Acting(Map.of());

    private final Trainings trainings = new Trainings(Set.of(), ENVIRONMENTS, NOBODY);

    @Test
    void areOpenUntilTheirNewestStatusSaysThatTheyAreOver() {
        assertThat(trainings.areOver()).as("before anything was submitted").isFalse();
        trainings.onStatus(status("a", PolicyStatus.State.RUNNING));
        trainings.onSpec(spec("a", 0), 100);
        trainings.onSpec(spec("b", 0), 200);
        assertThat(open()).containsExactly("a", "b");
        trainings.onStatus(status("a", PolicyStatus.State.STALLED));
        trainings.onStatus(status("b", PolicyStatus.State.FAILED));
        assertThat(open()).containsExactly("a");
        trainings.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(trainings.areOver()).isTrue();
        trainings.onStatus(status("b", PolicyStatus.State.RUNNING));
        assertThat(open()).containsExactly("b");
    }

    @Test
    void areOverWhereThoseWhoActSaySoWhateverIsTheNewestStatus() {
        Map<String, Boolean> over = new HashMap<>(Map.of("a", false));
        Trainings acted = new Trainings(Set.of(), ENVIRONMENTS, new Acting(over));
        acted.onSpec(spec("a", 0), 100);
        acted.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(acted.open()).hasSize(1);
        over.put("a", true);
        assertThat(acted.areOver()).isTrue();
        over.clear();
        assertThat(acted.areOver()).as("once nobody acts any more").isTrue();
        acted.onStatus(status("a", PolicyStatus.State.STALLED));
        assertThat(acted.open()).as("the job says that it is not").hasSize(1);
    }

    @Test
    void ofOneRevisionTheFirstCountsAndOfSeveralTheNewest() {
        TrainingSpec first = spec("a", 0);
        trainings.onSpec(first, 200);
        trainings.onSpec(spec("a", 0), 300);
        assertThat(trainings.open()).containsExactly(new Trainings.Training(first, 200));
        TrainingSpec second = spec("a", 1);
        trainings.onSpec(second, 400);
        trainings.onSpec(first, 500);
        assertThat(trainings.open()).containsExactly(new Trainings.Training(second, 200));
    }

    @Test
    void takeNoRevisionThatChangesWhatNeverChanges() {
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
        trainings.onSpec(first, 200);
        trainings.onSpec(seeded, 300);
        assertThat(trainings.open()).containsExactly(new Trainings.Training(first, 200));
    }

    @Test
    void thatCannotBeActedHereAreLeftToOthers() {
        Trainings few = new Trainings(
                Set.of(), new EnvironmentRegistry(List.<EnvironmentEntry>of(ENVIRONMENTS.entry("Taxi-v3"))), NOBODY);
        few.onSpec(spec("a", 0), 100);
        assertThat(few.open()).isEmpty();
        assertThat(few.areOver()).isFalse();
    }

    @Test
    void thatWereAskedForByNameAreAllAwaited() {
        Trainings named = new Trainings(Set.of("a", "b"), ENVIRONMENTS, NOBODY);
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
    void thatWereAskedForByNameAreNotAwaitedWhereTheyCannotBeActedHere() {
        EnvironmentRegistry few = new EnvironmentRegistry(List.<EnvironmentEntry>of(ENVIRONMENTS.entry("Taxi-v3")));
        Trainings named = new Trainings(Set.of("a", "b"), few, NOBODY);
        named.onSpec(spec("a", 0), 100);
        assertThat(named.areOver()).as("while b was never seen").isFalse();
        assertThat(named.refusal()).isEmpty();
        named.onSpec(spec("b", 0), 100);
        assertThat(named.areOver()).isTrue();
        assertThat(named.refusal())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("Policy a cannot be acted by this simulator: ", "Policy b cannot", "CartPole-v1"));
    }

    @Test
    void areNotRefusedAllWhereOneCanBeActedHere() {
        Trainings named = new Trainings(Set.of("a", "b"), ENVIRONMENTS, NOBODY);
        named.onSpec(spec("a", 0), 100);
        named.onSpec(unknown("b"), 100);
        assertThat(named.areOver()).as("while a acts").isFalse();
        named.onStatus(status("a", PolicyStatus.State.FINISHED));
        assertThat(named.areOver()).isTrue();
        assertThat(named.refusal()).isEmpty();
    }

    /** Agents by whether their training is over. */
    private record Acting(Map<String, Boolean> over) implements Trainings.Actors {

        @Override
        public void hear(PolicyStatus status) {}

        @Override
        public Optional<Boolean> isOver(String policyId) {
            return Optional.ofNullable(over.get(policyId));
        }
    }

    private List<String> open() {
        return trainings.open().stream()
                .map(training -> training.spec().policyId())
                .toList();
    }

    private static PolicyStatus status(String policyId, PolicyStatus.State state) {
        return new PolicyStatus(policyId, state, "", 0, 0);
    }

    /** Of an environment that nobody has. */
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
