package dev.streamgrad.job.device;

import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.TensorEngine;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device that is requested for the learner. The actual device is chosen on the task manager. */
public enum LearnerDevice {
    /** A GPU if Flink grants one and the engine can use it, otherwise the CPU. */
    AUTO,
    CPU,
    /** A GPU, or the job fails. */
    GPU;

    private static final Logger LOG = LoggerFactory.getLogger(LearnerDevice.class);
    private static final String RESOURCE = "gpu";
    private static final String NUMBER = "index"; // the property of Flink's GPU plugin with a GPU's number
    private static final String GRANT = "Flink grants this task manager no GPU: set 'external-resources: gpu' and"
            + " 'external-resource.gpu.amount: 1' in its configuration, and put Flink's GPU plugin into its plugins folder";
    private static final String NATIVES =
            ": check that the driver is installed (nvidia-smi), and that PYTORCH_LIBRARY_PATH names a"
                    + " libtorch of this version that was built with CUDA";

    /**
     * The chosen device.
     *
     * @param device where the learner computes
     * @param reason the reason, for the log
     */
    record Choice(ComputeDevice device, String reason) {}

    /**
     * Chooses the device from the GPUs that Flink grants this task manager and those that the engine sees, and logs the choice.
     *
     * @throws DeviceUnavailableException if a GPU is required and none is available; the message names the settings
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
     * Chooses the device.
     *
     * @param granted the numbers of the GPUs that Flink grants the task manager, ascending
     * @param usable returns how many GPUs the engine can use; called only if one was granted
     * @param learner the learner's number; learners that share a task manager are spread over its GPUs
     * @throws DeviceUnavailableException if a GPU is required and none is available; the message names the settings
     */
    Choice choose(List<Integer> granted, IntSupplier usable, int learner) {
        if (this == CPU) {
            return new Choice(ComputeDevice.CPU, "it was requested");
        }
        if (granted.isEmpty()) {
            return without(GRANT);
        }
        int number = granted.get(learner % granted.size());
        int engine = usable.getAsInt();
        return number < engine
                ? new Choice(
                        ComputeDevice.gpu(number),
                        "Flink grants it, and the number of GPUs that the engine sees is " + engine)
                : without("Flink grants GPU " + number + ", but the number of GPUs that the engine sees is " + engine
                        + NATIVES);
    }

    private Choice without(String reason) {
        if (this == GPU) {
            throw new DeviceUnavailableException("--learner-device is gpu, but the learner cannot use a GPU. " + reason
                    + ". Or set --learner-device to auto or cpu.");
        }
        return new Choice(ComputeDevice.CPU, reason);
    }
}
