package dev.streamgrad.job.device;

import java.io.Serial;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** The requested device is not available. The job fails without a restart, which would not change that. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class DeviceUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DeviceUnavailableException(String message) {
        super(message);
    }
}
