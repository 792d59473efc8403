package dev.streamgrad.job.pipeline;

import dev.streamgrad.job.device.DeviceUnavailableException;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.util.ExceptionUtils;

/**
 * Keeps what goes wrong in the arithmetic of one policy from the others. An exception that left an operator would restart the job, which
 * would read the same record and fail again, for ever, and no policy would learn.
 *
 * <table>
 * <caption>What a state machine throws</caption>
 * <tr><th>problem</th><th>is of</th></tr>
 * <tr><td>any {@link RuntimeException}, {@link OutOfMemoryError}, {@link StackOverflowError}</td><td>the policy: its stack is unwound,
 * and what it held is free again</td></tr>
 * <tr><td>a full metaspace, any other {@link Error}</td><td>the job: the process is broken</td></tr>
 * <tr><td>{@link DeviceUnavailableException}</td><td>the job: no learner has a device</td></tr>
 * <tr><td>{@link CancelTaskException}, or anything in a thread that is interrupted</td><td>the job: the task is being cancelled</td></tr>
 * </table>
 *
 * <p>Only computations run in here. State, checkpoints and sinks stay outside: when they fail, the job must.
 */
final class Isolation {

    private Isolation() {}

    /**
     * What is computed.
     *
     * @param <T> the result
     * @param <E> what it throws where the input is known to be wrong
     */
    interface Computation<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Computes.
     *
     * @throws PolicyFault if the fault is the policy's own
     */
    static <T, E extends Exception> T run(Computation<T, E> computation) throws E, PolicyFault {
        try {
            return computation.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (isTheJobs(e)) {
                throw e;
            }
            throw new PolicyFault(e);
        }
    }

    private static boolean isTheJobs(Throwable problem) {
        return Thread.currentThread().isInterrupted()
                || problem instanceof CancelTaskException
                || problem instanceof DeviceUnavailableException
                || ExceptionUtils.isMetaspaceOutOfMemoryError(problem);
    }
}
