package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.OptimiserKind;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {

    private final Learner learner = new Learner();

    @AfterEach
    void close() {
        learner.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a2cEqualsPpoBitForBitWithTheNineSettings(boolean continuous) {
        Specs specs = new Specs();
        specs.actions = continuous ? Specs.box(2) : specs.actions;
        specs.lambda = 1;
        specs.optimiser = OptimiserKind.RMSPROP;
        specs.learningRate = Schedule.constant(7e-4);
        specs.algorithm = Algorithm.A2C;
        TrainingSpec a2c = specs.build();
        specs.algorithm = Algorithm.PPO;
        TrainingSpec ppo = specs.build();
        LearnerState one = Learner.initialState(a2c);
        LearnerState other = one;
        for (int update = 0; update < 10; update++) {
            RolloutBatch batch = Batches.random(a2c, one, update);
            one = learner.update(a2c, one, batch).state();
            other = learner.update(ppo, other, batch).state();
            assertThat(one.lastSkippedReason()).isEmpty();
            assertThat(one.hash()).as("update %d", update).isEqualTo(other.hash());
        }
        assertThat(one.parameters()).isNotEqualTo(Learner.initialState(a2c).parameters());
    }

    @Test
    void anUpdateIsDeterministicAndDoesNotModifyItsArguments() {
        TrainingSpec spec = minibatched().build();
        LearnerState state = advanced(spec, 3);
        float[] parameters = state.parameters().clone();
        float[] mean = state.optimisers().get(0).mean().clone();
        double[] statistics = state.observations().mean().clone();
        RolloutBatch batch = Batches.random(spec, state, 9);
        String first = learner.update(spec, state, batch).state().hash();
        assertThat(learner.update(spec, state, batch).state().hash()).isEqualTo(first);
        assertThat(state.parameters()).isEqualTo(parameters);
        assertThat(state.optimisers().get(0).mean()).isEqualTo(mean);
        assertThat(state.observations().mean()).isEqualTo(statistics);
    }

    @Test
    void aGradientAccumulatedInPortionsGivesTheSameStep() {
        Specs specs = minibatched();
        TrainingSpec whole = specs.build();
        specs.microbatchSize = 7;
        TrainingSpec portions = specs.build();
        LearnerState state = Learner.initialState(whole);
        RolloutBatch batch = Batches.random(whole, state, 0);
        // Another order of summation in float32, through eight Adam steps.
        assertThat(learner.update(portions, state, batch).state().parameters())
                .containsExactly(learner.update(whole, state, batch).state().parameters(), within(2e-5f));
    }

    @Test
    void aRemainderIsASmallerMinibatch() {
        Specs specs = new Specs();
        specs.minibatchSize = 25; // 64 rows: 25, 25, 14
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        LearnerState after =
                learner.update(spec, state, Batches.random(spec, state, 0)).state();
        assertThat(after.gradientSteps()).isEqualTo(3);
        specs.minibatchSize = 1000; // larger than the batch: all of its rows
        spec = specs.build();
        assertThat(learner.update(spec, state, Batches.random(spec, state, 0))
                        .state()
                        .gradientSteps())
                .isEqualTo(1);
    }

    @Test
    void aScheduleCountsTheCurrentBatch() {
        Specs specs = new Specs();
        specs.learningRate = new Schedule(1, 0, 640);
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        UpdateResult first = learner.update(spec, state, Batches.random(spec, state, 0));
        assertThat(first.metrics().values().get("train/learning_rate")).isEqualTo(0.9);
        UpdateResult second = learner.update(spec, first.state(), Batches.random(spec, first.state(), 1));
        assertThat(second.metrics().values().get("train/learning_rate")).isCloseTo(0.8, within(1e-15));
    }

    static Stream<Space> observationSpaces() {
        return Stream.of(Specs.box(4), new Discrete(5), new MultiDiscrete(new int[] {2, 3}), new MultiBinary(3));
    }

    @ParameterizedTest
    @MethodSource("observationSpaces")
    void observationStatisticsIncludeAllRowsSoFarAndChangeAfterTheUpdate(Space space) {
        Specs specs = new Specs();
        specs.observations = space;
        specs.normaliseObservations = true;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        int features = space.features();
        double[] sum = new double[features];
        double[] squares = new double[features];
        double count = ObservationNormaliser.INITIAL_COUNT;
        Arrays.fill(squares, count); // mean 0, variance 1 at weight 1e-4
        for (int update = 0; update < 4; update++) {
            RolloutBatch batch = Batches.random(spec, state, update);
            UpdateResult result = learner.update(spec, state, batch);
            // The recorded log-probabilities come from version v's statistics; with those of v + 1 they would
            // deviate.
            assertThat(result.metrics().values().get("train/first_ratio_deviation"))
                    .isLessThan(1e-5);
            state = result.state();
            for (int row = 0; row < batch.rows(); row++) {
                float[] seen = ReferenceNetwork.features(space, batch.observations(), row * space.elements());
                for (int feature = 0; feature < features; feature++) {
                    sum[feature] += seen[feature];
                    squares[feature] += (double) seen[feature] * seen[feature];
                }
            }
            count += batch.rows();
            for (int feature = 0; feature < features; feature++) {
                double mean = sum[feature] / count;
                assertThat(state.observations().mean()[feature]).isCloseTo(mean, within(1e-12));
                assertThat(state.observations().variance()[feature])
                        .isCloseTo(squares[feature] / count - mean * mean, within(1e-12));
            }
            assertThat(state.observations().count()).isCloseTo(count, within(1e-9));
        }
    }

    @Test
    void skipsTheUpdateIfTheActorUsesAnotherNetwork() {
        TrainingSpec spec = new Specs().build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch batch = Batches.random(spec, state, 0);
        float[] foreign = batch.logProbabilities().clone();
        foreign[5] -= 0.1f;
        LearnerState after = learner.update(spec, state, Batches.withLogProbabilities(batch, foreign))
                .state();
        assertThat(after.lastSkippedReason()).contains("the actor uses another network");
        assertThat(after.hash()).isEqualTo(state.hash());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNumberThatIsNotFiniteRollsTheWholeUpdateBack(boolean normaliseRewards) {
        Specs specs = minibatched();
        specs.normaliseRewards = normaliseRewards;
        TrainingSpec spec = specs.build();
        LearnerState state = advanced(spec, 2);
        RolloutBatch batch = Batches.random(spec, state, 5);
        double[] rewards = batch.rewards().clone();
        rewards[17] = 1e300; // finite on the wire; infinite as a float32 target, or in the variance of the returns
        UpdateResult result = learner.update(spec, state, Batches.withRewards(batch, rewards));
        LearnerState after = result.state();
        assertThat(after.version()).isEqualTo(state.version() + 1);
        assertThat(after.lastSkippedReason()).contains("not finite");
        assertThat(after.hash()).isEqualTo(state.hash());
        assertThat(after.optimisers()).isEqualTo(state.optimisers());
        assertThat(after.rewards()).isEqualTo(state.rewards());
        assertThat(after.gradientSteps()).isEqualTo(state.gradientSteps());
        assertThat(after.skippedInARow()).isEqualTo(1);
        assertThat(after.skipped()).isEqualTo(1);
        LearnerState next =
                learner.update(spec, after, Batches.random(spec, after, 6)).state();
        assertThat(next.skippedInARow()).isZero();
        assertThat(next.hash()).isNotEqualTo(after.hash());
    }

    @Test
    void aBatchWithoutAUsableRowIsASkippedUpdate() {
        TrainingSpec spec = new Specs().build();
        LearnerState state = Learner.initialState(spec);
        int[] all = new int[64];
        Arrays.setAll(all, i -> i);
        LearnerState after = learner.update(spec, state, Batches.without(Batches.random(spec, state, 0), all))
                .state();
        assertThat(after.lastSkippedReason()).contains("No row");
        assertThat(after.masked()).isEqualTo(64);
        assertThat(after.version()).isEqualTo(1);
    }

    @Test
    void theMetricOfTheDeviationIsThatOfTheNewVersion() {
        Specs specs = new Specs();
        specs.learningRate = Schedule.constant(0.1);
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        assertThat(learner.update(spec, state, Batches.random(spec, state, 0))
                        .metrics()
                        .values())
                .doesNotContainKey("train/std");
        specs.actions = Specs.box(2);
        spec = specs.build();
        state = Learner.initialState(spec);
        UpdateResult result = learner.update(spec, state, Batches.random(spec, state, 0));
        int logStd = ParameterLayout.of(spec.environment(), spec.network())
                .tensor(ParameterLayout.LOG_STD)
                .offset();
        float[] parameters = result.state().parameters();
        double mean = (Math.exp(parameters[logStd]) + Math.exp(parameters[logStd + 1])) / 2;
        assertThat(mean).isNotCloseTo(1, within(0.01));
        assertThat(result.metrics().values().get("train/std")).isCloseTo(mean, within(1e-12));
    }

    @Test
    void aWarmUpUpdateChangesOnlyTheStatistics() {
        Specs specs = minibatched();
        specs.warmUp = true;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        LearnerState after =
                learner.update(spec, state, Batches.random(spec, state, 0)).state();
        assertThat(after.parameters()).isEqualTo(state.parameters());
        assertThat(after.observations().count()).isGreaterThan(60);
        assertThat(after.skipped()).isZero();
    }

    private static Specs minibatched() {
        Specs specs = new Specs();
        specs.epochs = 2;
        specs.minibatchSize = 16;
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        specs.normaliseObservations = true;
        specs.normaliseRewards = true;
        return specs;
    }

    private LearnerState advanced(TrainingSpec spec, int updates) {
        LearnerState state = Learner.initialState(spec);
        for (int update = 0; update < updates; update++) {
            state = learner.update(spec, state, Batches.random(spec, state, update))
                    .state();
        }
        return state;
    }
}
