package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code update.targetKl}: the update ends before a step once the policy has moved too far. */
class KlBoundTest {

    private final Learner learner = new Learner();

    @AfterEach
    void close() {
        learner.close();
    }

    @Test
    void endsTheUpdateAboveTheBound() {
        Specs specs = new Specs();
        specs.epochs = 20;
        specs.minibatchSize = 16;
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        specs.learningRate = Schedule.constant(0.05);
        TrainingSpec unbound = specs.build();
        LearnerState state = Learner.initialState(unbound);
        RolloutBatch batch = Batches.random(unbound, state, 0);
        assertThat(learner.update(unbound, state, batch).state().gradientSteps())
                .isEqualTo(80);
        specs.targetKl = OptionalDouble.of(0.02);
        LearnerState after = learner.update(specs.build(), state, batch).state();
        assertThat(after.gradientSteps()).isGreaterThan(0).isLessThan(80);
    }

    @Test
    void theMeanKlIncludesTheMinibatchThatEndedTheUpdateAndTheOtherFiguresDoNot() {
        Specs specs = new Specs();
        specs.learningRate = Schedule.constant(0.05);
        UpdateResult one = update(specs, batch(specs));
        specs.epochs = 2;
        UpdateResult two = update(specs, batch(specs));
        specs.targetKl = OptionalDouble.of(1e-4);
        UpdateResult stopped = update(specs, batch(specs));
        assertThat(stopped.state().gradientSteps()).isEqualTo(1);
        assertThat(stopped.state().hash()).isEqualTo(one.state().hash());
        for (String figure : new String[] {"train/loss", "train/value_loss", "train/entropy_loss", "train/grad_norm"}) {
            assertThat(stopped.metrics().values().get(figure))
                    .as(figure)
                    .isEqualTo(one.metrics().values().get(figure));
        }
        double kl = two.metrics().values().getOrDefault("train/approx_kl", Double.NaN);
        assertThat(kl).isGreaterThan(1e-4);
        assertThat(stopped.metrics().values()).containsEntry("train/approx_kl", kl);
    }

    @Test
    void onlyTheKlIsDefinedIfNoStepWasTaken() {
        try (NDManager manager = TensorEngine.newManager()) {
            NDList rejected = new NDList(manager.create(new float[] {1, 2, 3, 0.5f, 0, 0.5f}));
            StepMetrics none = StepMetrics.of(new NDList(), rejected);
            assertThat(none.steps()).isZero();
            assertThat(none.approximateKl()).isEqualTo(0.5);
            assertThat(new double[] {
                        none.policyLoss(), none.valueLoss(), none.entropy(), none.clipFraction(), none.gradientNorm()
                    })
                    .containsOnly(Double.NaN);
            assertThat(none.finite()).isTrue();
        }
    }

    /** Actions of probability e^−100 become likely in one huge step: e^100 overflows float32. */
    @Test
    void aKlThatIsNotFiniteRollsTheUpdateBack() {
        Specs specs = new Specs();
        specs.minibatchSize = 32;
        specs.learningRate = Schedule.constant(10);
        specs.targetKl = OptionalDouble.of(0.02);
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        float[] parameters = state.parameters().clone();
        parameters[
                ParameterLayout.of(spec.environment(), spec.network())
                        .tensor("pi.2.bias")
                        .offset()] = 100;
        state = States.with(state, parameters);
        RolloutBatch batch = Batches.random(spec, state, 0);
        Arrays.fill(batch.actions(), 1);
        Arrays.fill(batch.rewards(), 1);
        batch = Batches.withLogProbabilities(batch, new ReferenceNetwork(spec, state).logProbabilities(batch));
        LearnerState after = learner.update(spec, state, batch).state();
        assertThat(after.lastSkippedReason()).contains("not finite");
        assertThat(after.hash()).isEqualTo(state.hash());
    }

    /** The distance from the behaviour policy does not count: otherwise a lagging policy would never take a step. */
    @Test
    void theBoundIsMeasuredFromThePolicyAtTheStartOfTheUpdate() {
        Specs specs = new Specs();
        specs.lag = 1;
        specs.epochs = 20;
        specs.learningRate = Schedule.constant(0.05);
        RolloutBatch batch = batch(specs);
        float[] behaviour = batch.logProbabilities().clone();
        for (int row = 0; row < behaviour.length; row++) {
            behaviour[row] += row % 2 == 0 ? 0.5f : -0.5f;
        }
        RolloutBatch lagging = Batches.withLogProbabilities(batch, behaviour);
        specs.minibatchSize = 16;
        specs.microbatchSize = 5;
        specs.targetKl = OptionalDouble.of(0.02);
        UpdateResult result = update(specs, lagging);
        assertThat(result.state().gradientSteps()).isGreaterThan(0).isLessThan(80);
        // The metric is the distance from the behaviour policy: e^±½ − 1 ∓ ½ are 0.149 and 0.107.
        assertThat(result.metrics().values().get("train/approx_kl")).isCloseTo(0.13, within(0.05));
    }

    private UpdateResult update(Specs specs, RolloutBatch batch) {
        TrainingSpec spec = specs.build();
        return learner.update(spec, Learner.initialState(spec), batch);
    }

    private static RolloutBatch batch(Specs specs) {
        TrainingSpec spec = specs.build();
        return Batches.random(spec, Learner.initialState(spec), 0);
    }
}
