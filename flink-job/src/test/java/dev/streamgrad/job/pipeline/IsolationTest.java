package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.runtime.execution.CancelTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IsolationTest {

    static Throwable[] ofThePolicy() {
        return new Throwable[] {
            new ArithmeticException("integer overflow"),
            new NegativeArraySizeException("-1"),
            new NullPointerException(),
            new OutOfMemoryError("Java heap space"),
            new OutOfMemoryError("Requested array size exceeds VM limit"),
            new StackOverflowError()
        };
    }

    static Throwable[] ofTheJob() {
        return new Throwable[] {
            new OutOfMemoryError("Metaspace"),
            new NoClassDefFoundError("ai/djl/Model"),
            new UnsatisfiedLinkError("no djl_torch"),
            new InternalError("broken"),
            new CancelTaskException()
        };
    }

    @ParameterizedTest
    @MethodSource("ofThePolicy")
    void anExceptionOfAPolicysComputationIsAPolicyFault(Throwable problem) {
        assertThatThrownBy(() -> Isolation.run(() -> thrown(problem)))
                .isInstanceOf(PolicyFault.class)
                .hasCause(problem);
    }

    @ParameterizedTest
    @MethodSource("ofTheJob")
    void aBrokenProcessOrACancelledTaskFailsTheJob(Throwable problem) {
        assertThatThrownBy(() -> Isolation.run(() -> thrown(problem))).isSameAs(problem);
    }

    @Test
    void anExceptionInAnInterruptedThreadFailsTheJob() {
        IllegalStateException problem = new IllegalStateException("interrupted");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Isolation.run(() -> thrown(problem))).isSameAs(problem);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static int thrown(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }
}
