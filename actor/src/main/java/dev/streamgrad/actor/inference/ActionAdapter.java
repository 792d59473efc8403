package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;

/**
 * Transforms a sampled action for the environment. The published action is the sample itself.
 *
 * <p>{@code CLIP} limits each element to its bounds. {@code SQUASH} is low + (tanh(a) + 1) / 2 · (high − low) with
 * {@link FastTanh}, in float64, limited to the bounds and rounded to float32. {@code NONE} copies the sample, and so does every
 * transform of a discrete action.
 */
public final class ActionAdapter {

    private final ActionTransform transform;
    private final int elements;
    private final float[] low;
    private final float[] high;

    /** Creates an adapter for an action space with the transform that the spec declares. */
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

    /** Transforms the sample at index {@code at}; writes the result to the same index of {@code actions}. */
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
