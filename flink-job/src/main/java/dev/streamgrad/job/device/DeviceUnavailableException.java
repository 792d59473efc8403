package dev.streamgrad.job.device;

import java.io.Serial;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** The device that was asked for is not there. The job fails for good: a restart would find the same. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class DeviceUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DeviceUnavailableException(String message) {
        super(message);
    }
}
