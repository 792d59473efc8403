package dev.streamgrad.learner.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {

    @Test
    void arraysAreOnTheDeviceOfTheirManagerAndScratchManagersInheritIt() {
        try (NDManager manager = TensorEngine.newManager(ComputeDevice.CPU);
                NDManager scratch = manager.newSubManager()) {
            assertThat(manager.getDevice()).isEqualTo(Device.cpu());
            assertThat(scratch.create(new float[] {1}).add(1).getDevice()).isEqualTo(Device.cpu());
        }
    }

    @Test
    void theBuildNamesTheDevice() {
        assertThat(TensorEngine.build(ComputeDevice.CPU).device()).isEqualTo("cpu");
        assertThat(TensorEngine.build(ComputeDevice.gpu(1)).device()).isEqualTo("gpu1");
        assertThat(ComputeDevice.gpu(1).forEngine()).isEqualTo(Device.gpu(1));
    }

    @Test
    void nativeLibrariesWithoutCudaFindNoGpu() {
        // The bundled native libraries are built without CUDA; those of PYTORCH_LIBRARY_PATH may find GPUs.
        if (System.getenv("PYTORCH_LIBRARY_PATH") == null) {
            assertThat(TensorEngine.gpus()).isZero();
        }
    }
}
