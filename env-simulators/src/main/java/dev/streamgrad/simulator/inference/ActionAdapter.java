package dev.streamgrad.simulator.inference;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;

/**
 * What an action goes through between the distribution and the environment. The sample itself stays as it is, for the topic.
 *
 * <p>{@code CLIP} limits each element to its bounds. {@code SQUASH} is low + (tanh(a) + 1) / 2 · (high − low) with
 * {@link FastTanh}, in float64, limited to the bounds and rounded to float32. {@code NONE}, and every discrete action, is a copy.
 */
public final class ActionAdapter {

    private final ActionTransform transform;
    private final int elements;
    private final float[] low;
    private final float[] high;

    /** The declared transform over an action space. */
    public ActionAdapter(ActionTransform transform, Space actionSpace) {
        elements = actionSpace.elements();
        if (actionSpace instanceof Box box) {
            this.transform = transform;
            low = box.low();
            high = box.high();
        } else {
            this.transform = ActionTransform.NONE;
            low = new float[0];
            high = new float[0];
        }
    }

    /** Writes to {@code actions} what the environment gets for the sample at {@code at}, at the same index. */
    public void apply(float[] samples, float[] actions, int at) {
        for (int i = 0; i < elements; i++) {
            float sample = samples[at + i];
            actions[at + i] = switch (transform) {
                case CLIP -> Math.min(Math.max(sample, low[i]), high[i]);
                case SQUASH -> squash(sample, low[i], high[i]);
                case NONE -> sample;
            };
        }
    }

    private static float squash(float sample, float low, float high) {
        double share = (FastTanh.of(sample) + 1.0) / 2;
        double rescaled = low + share * ((double) high - low);
        return (float) Math.min(Math.max(rescaled, low), high);
    }
}
