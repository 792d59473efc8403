package dev.streamgrad.learner.network;

import ai.djl.Device;
import java.util.OptionalInt;

/**
 * The device that computes an update and holds its arrays.
 *
 * @param gpu the GPU's number as the engine counts them; empty for the CPU
 */
public record ComputeDevice(OptionalInt gpu) {

    /** The CPU. */
    public static final ComputeDevice CPU = new ComputeDevice(OptionalInt.empty());

    /** The GPU with this number. */
    public static ComputeDevice gpu(int number) {
        return new ComputeDevice(OptionalInt.of(number));
    }

    Device forEngine() {
        return gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu();
    }

    /** {@code cpu}, {@code gpu0}, … */
    @Override
    public String toString() {
        return gpu.isPresent() ? "gpu" + gpu.getAsInt() : "cpu";
    }
}
