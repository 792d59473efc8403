package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Completed trainings that have learned nothing. */
class PolicyPublicationTest {

    @Test
    void aTrainingHasFailedIfMoreThanHalfOfItsUpdatesWereSkipped() {
        Specs specs = new Specs();
        TrainingSpec spec = specs.build();
        try (Learner learner = new Learner()) {
            LearnerState skipped = Learner.initialState(spec);
            for (int i = 0; i < 3; i++) {
                skipped = learner.update(spec, skipped, unusable(spec, skipped)).state();
            }
            assertThat(PolicyPublication.shortfall(spec, skipped))
                    .hasValue("3 of 3 updates were skipped. The last: No row of the batch is usable.");
            LearnerState half = skipped;
            for (int i = 0; i < 3; i++) {
                half = learner.update(new Specs().build(), half, Batches.random(new Specs().build(), half, i))
                        .state();
            }
            assertThat(half.version()).isEqualTo(6);
            assertThat(PolicyPublication.shortfall(new Specs().build(), half)).isEmpty();
        }
    }

    @Test
    void aTrainingWithUnchangedWeightsHasFailedUnlessTheLearningRateIsZero() {
        Specs specs = new Specs();
        specs.learningRate = Schedule.constant(1e-300); // 0 in float32
        TrainingSpec spec = specs.build();
        try (Learner learner = new Learner()) {
            LearnerState state = Learner.initialState(spec);
            LearnerState after =
                    learner.update(spec, state, Batches.random(spec, state, 0)).state();
            assertThat(after.skipped()).isZero();
            assertThat(PolicyPublication.shortfall(spec, after))
                    .hasValue("Nothing was learned: after 1 updates with 1 gradient steps the weights are the initial"
                            + " ones.");
            specs.learningRate = Schedule.constant(0);
            assertThat(PolicyPublication.shortfall(specs.build(), after)).isEmpty();
        }
    }

    @Test
    void aTrainingOfOneWarmUpUpdateHasLearnedNothing() {
        Specs specs = new Specs();
        specs.normaliseObservations = true;
        specs.warmUp = true;
        TrainingSpec spec = specs.build();
        try (Learner learner = new Learner()) {
            LearnerState state = Learner.initialState(spec);
            LearnerState after =
                    learner.update(spec, state, Batches.random(spec, state, 0)).state();
            assertThat(PolicyPublication.shortfall(spec, after))
                    .hasValueSatisfying(reason ->
                            assertThat(reason).contains("with 0 gradient steps the weights are the initial ones"));
        }
    }

    private static RolloutBatch unusable(TrainingSpec spec, LearnerState state) {
        int[] all = IntStream.range(0, 64).toArray();
        return Batches.without(Batches.random(spec, state, 0), all);
    }
}
