package dev.streamgrad.job.device;

import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.TensorEngine;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which device the learner is to compute on; what that comes to is decided where it runs. */
public enum LearnerDevice {
    /** A GPU where Flink grants one and the engine can use it, else the CPU. */
    AUTO,
    CPU,
    /** A GPU, or the job fails. */
    GPU;

    private static final Logger LOG = LoggerFactory.getLogger(LearnerDevice.class);
    private static final String RESOURCE = "gpu";
    private static final String NUMBER = "index"; // the property in which Flink's GPU plugin gives a GPU's number
    private static final String GRANT = "Flink grants this task manager no GPU: set 'external-resources: gpu' and"
            + " 'external-resource.gpu.amount: 1' in its configuration, with Flink's GPU plugin in its plugins folder";
    private static final String NATIVES =
            ": see whether the driver is there (nvidia-smi), and whether PYTORCH_LIBRARY_PATH names a"
                    + " libtorch of this version that was built with CUDA";

    /**
     * A decision.
     *
     * @param device where the learner computes
     * @param reason for a person
     */
    record Choice(ComputeDevice device, String reason) {}

    /**
     * Decides by what Flink grants this task manager and what the engine sees, and says so in the log.
     *
     * @throws DeviceUnavailableException if a GPU must be there and is not; names what to set
     */
    public ComputeDevice choose(RuntimeContext context) {
        List<Integer> granted = context.getExternalResourceInfos(RESOURCE).stream()
                .flatMap(info -> info.getProperty(NUMBER).stream())
                .map(Integer::valueOf)
                .sorted()
                .toList();
        Choice choice =
                choose(granted, TensorEngine::gpus, context.getTaskInfo().getIndexOfThisSubtask());
        LOG.info("The learner computes on {}: {}.", choice.device(), choice.reason());
        return choice.device();
    }

    /**
     * Decides.
     *
     * @param granted numbers of the GPUs that Flink grants the task manager, ascending
     * @param usable how many GPUs the engine can use; asked only where one was granted
     * @param learner which of the learners that may share the task manager; several GPUs are spread over them
     * @throws DeviceUnavailableException if a GPU must be there and is not; names what to set
     */
    Choice choose(List<Integer> granted, IntSupplier usable, int learner) {
        if (this == CPU) {
            return new Choice(ComputeDevice.CPU, "it was asked for");
        }
        if (granted.isEmpty()) {
            return without(GRANT);
        }
        int number = granted.get(learner % granted.size());
        int engine = usable.getAsInt();
        return number < engine
                ? new Choice(ComputeDevice.gpu(number), "Flink grants it, and the engine sees " + engine)
                : without("Flink grants GPU " + number + ", but the number of those that the engine sees is " + engine
                        + NATIVES);
    }

    private Choice without(String reason) {
        if (this == GPU) {
            throw new DeviceUnavailableException("The learner has no GPU, but --learner-device gpu asks for one. "
                    + reason + ". Or choose auto or cpu.");
        }
        return new Choice(ComputeDevice.CPU, reason);
    }
}
