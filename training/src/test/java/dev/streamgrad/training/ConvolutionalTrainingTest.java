package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.StepResult;
import dev.streamgrad.training.spec.SpecRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actor and learner implement one network separately: the learner must compute the log-probabilities that the actor recorded. */
class ConvolutionalTrainingTest {

    private static final EnvironmentRegistry REGISTRY = EnvironmentRegistry.standard()
            .with(EnvironmentEntry.of("Signpost-v0", Signpost::new, 8, OptionalDouble.empty()));

    /** The weights are of order 1/√inputs at the start, and of any order after learning. */
    @ParameterizedTest
    @CsvSource({"'16',3,1,relu,false", "'4,6',2,1,tanh,false", "'4,6',2,2,relu,false", "'5',3,2,tanh,true"})
    void theLearnerFindsTheActorsLogProbabilities(
            String filters, int kernel, int stride, String activation, boolean normalised) {
        Runs runs = run(
                "rolloutLength=16",
                "filters=" + filters,
                "kernel=" + kernel,
                "stride=" + stride,
                "activation=" + activation,
                "normalisation.observations=" + normalised,
                "orthogonal=false",
                "learningRate=0.01",
                "totalSteps=1280");
        assertThat(runs.metrics).hasSize(10);
        assertThat(runs.metrics)
                .allSatisfy(metrics -> assertThat(metrics.values().get("train/first_ratio_deviation"))
                        .isLessThan(1e-5));
    }

    /** Random actions earn 2 in the eight steps of an episode; a policy that reads the sign earns 8. */
    @Test
    @Tag("slow")
    void learnsToReadASignpost() {
        Runs runs = run(
                "rolloutLength=32",
                "filters=4",
                "kernel=3",
                "activation=relu",
                "minibatchSize=64",
                "epochs=4",
                "learningRate=0.003",
                "totalSteps=24576");
        assertThat(meanReturn(runs, 1)).isLessThan(4);
        assertThat(meanReturn(runs, runs.metrics.size() - 1)).isGreaterThan(7);
    }

    private static double meanReturn(Runs runs, int update) {
        return Objects.requireNonNull(runs.metrics.get(update).values().get("rollout/ep_rew_mean"));
    }

    private static Runs run(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "agents=8";
        all[settings.length + 1] = "hidden=32";
        TrainingSpec spec = new SpecRequest("ppo", "Signpost-v0", Map.of(), List.of(all)).resolve(REGISTRY);
        Runs runs = new Runs();
        assertThat(new SerialTraining(spec, REGISTRY).run(runs, () -> false)).isEqualTo(PolicyStatus.State.FINISHED);
        return runs;
    }

    /** A grid with a post at a random place and a sign on one of its four sides: the action that is the number of the side earns 1. */
    private static final class Signpost implements Environment {

        private static final int SIDE = 6;
        private static final int CHANNELS = 2;
        private static final int[][] BESIDE = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

        private int row;
        private int column;
        private int sign;

        @Override
        public Space observationSpace() {
            float[] high = new float[SIDE * SIDE * CHANNELS];
            Arrays.fill(high, 1f);
            return new Box(DType.UINT8, new int[] {SIDE, SIDE, CHANNELS}, new float[high.length], high);
        }

        @Override
        public Space actionSpace() {
            return new Discrete(BESIDE.length);
        }

        @Override
        public void reset(RandomStream random) {
            row = 1 + random.nextInt(SIDE - 2);
            column = 1 + random.nextInt(SIDE - 2);
            sign = random.nextInt(BESIDE.length);
        }

        @Override
        public void step(float[] actions, int at, RandomStream random, StepResult result) {
            result.set((int) actions[at] == sign ? 1 : 0, false);
            reset(random);
        }

        @Override
        public void observe(float[] observations, int at) {
            Arrays.fill(observations, at, at + SIDE * SIDE * CHANNELS, 0f);
            observations[at + (row * SIDE + column) * CHANNELS] = 1f;
            int beside = (row + BESIDE[sign][0]) * SIDE + column + BESIDE[sign][1];
            observations[at + beside * CHANNELS + 1] = 1f;
        }
    }
}
