package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import org.junit.jupiter.api.Test;

final class ActionAdapterTest {

    private static final Box BOX = Box.of(new float[] {-2, 0}, new float[] {2, 10});

    @Test
    void clipsToTheBounds() {
        assertThat(adapt(ActionTransform.CLIP, BOX, 3, -1)).containsExactly(2f, 0f);
        assertThat(adapt(ActionTransform.CLIP, BOX, -1.5f, 4)).containsExactly(-1.5f, 4f);
    }

    @Test
    void squashesIntoTheBounds() {
        float[] middle = adapt(ActionTransform.SQUASH, BOX, 0, 0);
        assertThat(middle).containsExactly(0f, 5f);
        float[] some = adapt(ActionTransform.SQUASH, BOX, 0.5f, -1);
        assertThat((double) some[0]).isCloseTo(2 * Math.tanh(0.5), within(1e-5));
        assertThat((double) some[1]).isCloseTo(5 + 5 * Math.tanh(-1), within(1e-5));
        float[] far = adapt(ActionTransform.SQUASH, BOX, 100, -100);
        assertThat(far[0]).isBetween(1.9999f, 2f);
        assertThat(far[1]).isBetween(0f, 0.0001f);
    }

    @Test
    void copiesOtherSamples() {
        assertThat(adapt(ActionTransform.NONE, BOX, 3, -1)).containsExactly(3f, -1f);
        assertThat(adapt(ActionTransform.CLIP, new Discrete(4), 3)).containsExactly(3f);
    }

    private static float[] adapt(ActionTransform transform, Space space, float... sample) {
        float[] before = sample.clone();
        float[] action = new float[sample.length];
        new ActionAdapter(transform, space).apply(sample, action, 0);
        assertThat(sample).as("the sample, which is published unchanged").isEqualTo(before);
        return action;
    }
}
