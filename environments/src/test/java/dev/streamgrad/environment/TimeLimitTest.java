package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import org.junit.jupiter.api.Test;

final class TimeLimitTest {

    private final RandomStream random = new RandomStream(1, Domain.ENVIRONMENT_RESET);
    private final StepResult result = new StepResult();

    @Test
    void truncatesAtTheLimitAndOnlyThere() {
        Environment limited = new TimeLimit(new Pendulum(), 3);
        for (int episode = 0; episode < 2; episode++) {
            limited.reset(random.at(0, episode));
            for (int step = 1; step <= 3; step++) {
                limited.step(new float[1], 0, random, result);
                assertThat(result.truncated()).isEqualTo(step == 3);
                assertThat(result.terminated()).isFalse();
                assertThat(result.ended()).isEqualTo(step == 3);
            }
        }
    }

    @Test
    void doesNotChangeTermination() {
        CartPole cartPole = new CartPole();
        Environment limited = new TimeLimit(cartPole, 2);
        limited.reset(random);
        cartPole.setState(new double[] {2.39, 1, 0, 0});
        limited.step(new float[] {1}, 0, random, result);
        assertThat(result.terminated()).isTrue();
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void setsBothFlagsIfTheTaskEndsAtTheLimit() {
        CartPole cartPole = new CartPole();
        Environment limited = new TimeLimit(cartPole, 1);
        limited.reset(random);
        cartPole.setState(new double[] {2.39, 1, 0, 0});
        limited.step(new float[] {1}, 0, random, result);
        assertThat(result.terminated()).isTrue();
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void rejectsALimitOfZero() {
        assertThatThrownBy(() -> new TimeLimit(new CartPole(), 0)).hasMessageContaining("at least 1 step");
    }
}
