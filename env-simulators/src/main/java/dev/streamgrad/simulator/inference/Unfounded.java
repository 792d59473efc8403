package dev.streamgrad.simulator.inference;

import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;

/**
 * The action of a row whose outputs describe no distribution, since one of them is not finite: zeros, of choices the first that is
 * allowed, with the log-probability 0. The learner computes the same outputs from the same weights, and rolls the update back; so the
 * policy ends as FAILED after {@code update.maxSkippedUpdates} of them, and nobody waits for an agent that could not act.
 */
final class Unfounded {

    static final float LOG_PROBABILITY = 0;

    private final Space space;

    /** Actions of that space. */
    Unfounded(Space space) {
        this.space = space;
    }

    /** Whether an action that was drawn, and its log-probability, cannot be sent. */
    boolean is(float logProbability, float[] actions, int at) {
        return !Float.isFinite(logProbability) || !finite(actions, at, space.elements());
    }

    /** Whether a row's outputs have no most probable action. */
    boolean is(float[] outputs, int row) {
        return !finite(outputs, row, space.distributionParameters());
    }

    private static boolean finite(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the action from {@code at} on.
     *
     * @param masks holds the row's mask from {@code row} on; empty where everything is allowed
     */
    void write(float[] actions, int at, byte[] masks, int row) {
        Arrays.fill(actions, at, at + space.elements(), 0);
        if (masks.length == 0) {
            return;
        }
        int[] sizes = space instanceof MultiDiscrete several ? several.sizes() : new int[] {space.features()};
        int first = row;
        for (int i = 0; i < sizes.length; i++) {
            actions[at + i] = firstAllowed(masks, first, sizes[i]);
            first += sizes[i];
        }
    }

    private static int firstAllowed(byte[] masks, int first, int size) {
        for (int choice = 0; choice < size; choice++) {
            if (masks[first + choice] != 0) {
                return choice;
            }
        }
        return 0;
    }
}
