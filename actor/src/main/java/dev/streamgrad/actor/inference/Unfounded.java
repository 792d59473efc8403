package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;

/**
 * The substitute action of a row whose outputs describe no distribution, because one of them is not finite: all zeros, or the first
 * allowed choice of each element, with log-probability 0. The learner computes the same outputs from the same weights and rolls the
 * update back. So the policy ends as FAILED after {@code update.maxSkippedUpdates} such updates, and no process waits for an agent
 * that cannot act.
 */
final class Unfounded {

    static final float LOG_PROBABILITY = 0;

    private final Space space;

    /** Creates the substitute action of a space. */
    Unfounded(Space space) {
        this.space = space;
    }

    /** Whether a sampled action or its log-probability is not finite, so that it cannot be sent. */
    boolean is(float logProbability, float[] actions, int at) {
        return !Float.isFinite(logProbability) || !finite(actions, at, space.elements());
    }

    /** Whether the outputs of a row are not finite, so that there is no most probable action. */
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
     * Writes the substitute action, starting at index {@code at}.
     *
     * @param masks holds the mask of the row, starting at index {@code row}; empty if all choices are allowed
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
