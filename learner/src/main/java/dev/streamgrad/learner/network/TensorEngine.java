package dev.streamgrad.learner.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.Build;

/**
 * The process's tensor engine: PyTorch through DJL, with its settings made before the natives load. One thread by default: it
 * is faster than two on networks of this size, and a fixed count is part of "bit for bit".
 */
public final class TensorEngine {

    private static final String NAME = "PyTorch";
    private static final int THREADS = Integer.getInteger("streamgrad.learner.threads", 1);

    private TensorEngine() {}

    static {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(THREADS));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    /** An owner of native arrays on the CPU; closing it frees every array that is attached to it. */
    public static NDManager newManager() {
        return NDManager.newBaseManager(Device.cpu(), NAME);
    }

    /** What computes here, for the record. */
    public static Build build() {
        String version = TensorEngine.class.getPackage().getImplementationVersion();
        return new Build(
                version == null ? "development" : version,
                NAME + " " + Engine.getEngine(NAME).getVersion(),
                "cpu",
                THREADS,
                System.getProperty("os.arch"));
    }
}
