package dev.streamgrad.job.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.learner.network.ComputeDevice;
import java.util.List;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerDeviceTest {

    private static int mustNotBeCalled() {
        throw new AssertionError("The engine must not be asked for its GPUs.");
    }

    @Test
    void onTheCpuTheEngineIsNotAskedForItsGpus() {
        assertThat(LearnerDevice.CPU
                        .choose(List.of(0), LearnerDeviceTest::mustNotBeCalled, 0)
                        .device())
                .isEqualTo(ComputeDevice.CPU);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "GPU"})
    void takesAGpuThatFlinkGrantsAndTheEngineSees(LearnerDevice requested) {
        assertThat(requested.choose(List.of(1), () -> 2, 0).device()).isEqualTo(ComputeDevice.gpu(1));
    }

    @Test
    void spreadsTheLearnersOfATaskManagerOverItsGpus() {
        assertThat(List.of(0, 1, 2))
                .extracting(learner -> LearnerDevice.AUTO
                        .choose(List.of(0, 1), () -> 2, learner)
                        .device())
                .containsExactly(ComputeDevice.gpu(0), ComputeDevice.gpu(1), ComputeDevice.gpu(0));
    }

    @Test
    void autoFallsBackToTheCpuWithTheReason() {
        LearnerDevice.Choice noneGranted = LearnerDevice.AUTO.choose(List.of(), LearnerDeviceTest::mustNotBeCalled, 0);
        assertThat(noneGranted.device()).isEqualTo(ComputeDevice.CPU);
        assertThat(noneGranted.reason()).contains("external-resources: gpu");
        LearnerDevice.Choice noneUsable = LearnerDevice.AUTO.choose(List.of(0), () -> 0, 0);
        assertThat(noneUsable.device()).isEqualTo(ComputeDevice.CPU);
        assertThat(noneUsable.reason()).contains("PYTORCH_LIBRARY_PATH");
    }

    @Test
    void failsPermanentlyIfTheRequiredGpuIsNotAvailable() {
        assertThatThrownBy(() -> LearnerDevice.GPU.choose(List.of(), LearnerDeviceTest::mustNotBeCalled, 0))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("external-resources: gpu")
                .hasMessageContaining("external-resource.gpu.amount")
                .satisfies(problem -> assertThat(ThrowableClassifier.getThrowableType(problem))
                        .isEqualTo(ThrowableType.NonRecoverableError));
        assertThatThrownBy(() -> LearnerDevice.GPU.choose(List.of(0), () -> 0, 0))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("GPU 0")
                .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    }
}
