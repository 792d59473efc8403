package dev.streamgrad.job.pipeline;

import dev.streamgrad.job.device.LearnerDevice;
import java.io.Serializable;

/**
 * The settings of the learners, the same for all policies.
 *
 * @param device the requested device
 * @param snapshots how many snapshots of a policy are kept besides the last; 0 keeps all
 */
public record LearnerSettings(LearnerDevice device, int snapshots) implements Serializable {

    /** How many snapshots of a policy are kept by default. */
    public static final int SNAPSHOTS = 10;

    /** The default settings on a device. */
    public static LearnerSettings on(LearnerDevice device) {
        return new LearnerSettings(device, SNAPSHOTS);
    }
}
