package dev.streamgrad.job.pipeline;

import dev.streamgrad.job.device.LearnerDevice;
import java.io.Serializable;

/**
 * What is asked of the learners, whatever policy they train.
 *
 * @param device where they compute
 * @param snapshots how many of a policy's snapshots are kept beside the last; 0 for all
 */
public record LearnerSettings(LearnerDevice device, int snapshots) implements Serializable {

    /** How many snapshots of a policy are kept unless another number is asked for. */
    public static final int SNAPSHOTS = 10;

    /** The defaults. */
    public static LearnerSettings on(LearnerDevice device) {
        return new LearnerSettings(device, SNAPSHOTS);
    }
}
