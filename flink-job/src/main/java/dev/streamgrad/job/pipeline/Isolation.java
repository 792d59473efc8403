package dev.streamgrad.job.pipeline;

import dev.streamgrad.job.device.DeviceUnavailableException;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.util.ExceptionUtils;

/**
 * Contains a failure in the computations of one policy, so that other policies are not affected. An exception that leaves an operator
 * restarts the job; the restarted job would read the same record and fail again, and no policy would learn any more.
 *
 * <table>
 * <caption>What a computation throws, and what then fails</caption>
 * <tr><th>throwable</th><th>fails</th></tr>
 * <tr><td>any {@link RuntimeException}, {@link OutOfMemoryError}, {@link StackOverflowError}</td><td>the policy: the stack is unwound,
 * and the memory that the computation held is free again</td></tr>
 * <tr><td>a full metaspace, any other {@link Error}</td><td>the job: the process is broken</td></tr>
 * <tr><td>{@link DeviceUnavailableException}</td><td>the job: no learner has a device</td></tr>
 * <tr><td>{@link CancelTaskException}, or anything in a thread that is interrupted</td><td>the job: the task is being cancelled</td></tr>
 * </table>
 *
 * <p>Only computations run here. State, checkpoints and sinks stay outside: if they fail, the job must fail.
 */
final class Isolation {

    private Isolation() {}

    /**
     * A computation of one policy.
     *
     * @param <T> the result
     * @param <E> the exception that it throws for invalid input
     */
    interface Computation<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Runs the computation.
     *
     * @throws PolicyFault if the failure is the policy's own
     */
    static <T, E extends Exception> T run(Computation<T, E> computation) throws E, PolicyFault {
        try {
            return computation.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (failsTheJob(e)) {
                throw e;
            }
            throw new PolicyFault(e);
        }
    }

    private static boolean failsTheJob(Throwable problem) {
        return Thread.currentThread().isInterrupted()
                || problem instanceof CancelTaskException
                || problem instanceof DeviceUnavailableException
                || ExceptionUtils.isMetaspaceOutOfMemoryError(problem);
    }
}
