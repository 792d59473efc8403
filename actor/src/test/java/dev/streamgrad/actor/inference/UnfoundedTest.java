package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.Build;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that are finite, but so large that no output is finite: the agents continue to act, and their blocks can be read. */
class UnfoundedTest {

    private static final Box SEEN = Box.of(new float[] {-9, -9}, new float[] {9, 9});
    private static final NetworkSpec DEEP = NetworkSpec.perceptron(new int[] {4, 4, 4}, Activation.RELU);

    static List<Space> spaces() {
        return List.of(
                new Discrete(3),
                new MultiDiscrete(new int[] {3, 2}),
                new MultiBinary(2),
                Box.of(new float[] {-1, -1}, new float[] {1, 1}));
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void writesZerosWithLogProbabilityZero(Space space) {
        Actor actor = diverged(space);
        actor.evaluate(new float[] {1, 2, 1, 2}, 2, new byte[0]);
        float[] actions = new float[2 * space.elements()];
        Arrays.fill(actions, 7);
        float logProbability = actor.sample(1, new RandomStream(1, Domain.ACTION).at(0, 0), actions, space.elements());
        assertThat(logProbability).isZero();
        assertThat(Arrays.copyOfRange(actions, space.elements(), actions.length))
                .containsOnly(0);
        Arrays.fill(actions, 7);
        actor.mode(0, actions, 0);
        assertThat(Arrays.copyOf(actions, space.elements())).containsOnly(0);
    }

    @Test
    void writesTheFirstAllowedChoiceIfChoicesAreMasked() {
        Actor actor = diverged(new MultiDiscrete(new int[] {3, 2}));
        actor.evaluate(new float[] {1, 2, 1, 2}, 2, new byte[] {1, 1, 1, 1, 1, 0, 0, 1, 0, 1});
        float[] actions = new float[2];
        actor.sample(1, new RandomStream(1, Domain.ACTION).at(0, 0), actions, 0);
        assertThat(actions).containsExactly(2, 1);
        actor.mode(1, actions, 0);
        assertThat(actions).containsExactly(2, 1);
    }

    private static Actor diverged(Space space) {
        EnvironmentSpec environment = EnvironmentSpec.of("Any-v0", SEEN, space, ActionTransform.NONE);
        float[] parameters = new float[ParameterLayout.of(environment, DEEP).size()];
        Arrays.fill(parameters, 1e30f);
        Actor actor = new Actor(environment, DEEP);
        actor.load(new PolicyUpdate(
                "any",
                1,
                0,
                0,
                DEEP,
                parameters,
                ObservationNormaliser.NONE,
                4,
                0,
                Lineage.ORIGIN,
                "",
                "",
                false,
                new Build("", "", "", 1, "")));
        return actor;
    }
}
