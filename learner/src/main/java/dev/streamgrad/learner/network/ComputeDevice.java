package dev.streamgrad.learner.network;

import ai.djl.Device;
import java.util.OptionalInt;

/**
 * Where an update computes; all its arrays are there.
 *
 * @param gpu the GPU's number as the engine counts them; empty for the CPU
 */
public record ComputeDevice(OptionalInt gpu) {

    /** The processor itself. */
    public static final ComputeDevice CPU = new ComputeDevice(OptionalInt.empty());

    /** The GPU of that number. */
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
