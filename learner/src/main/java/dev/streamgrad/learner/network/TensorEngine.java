package dev.streamgrad.learner.network;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.Build;

/**
 * The tensor engine of the process: PyTorch through DJL, configured before its native libraries are loaded. One thread by default:
 * it is faster than two on networks of this size. Results are the same bit for bit only with the same number of threads.
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

    /** Loads the native libraries, which takes about a second. To be called before the program starts threads. */
    public static void load() {
        newManager().close();
    }

    /** An owner of native arrays on the CPU; closing it frees every array that is attached to it. */
    public static NDManager newManager() {
        return newManager(ComputeDevice.CPU);
    }

    /** An owner of native arrays on a device; closing it frees every array that is attached to it. */
    public static NDManager newManager(ComputeDevice device) {
        return NDManager.newBaseManager(device.forEngine(), NAME);
    }

    /** The number of GPUs that the engine can use; 0 if its native libraries were built without CUDA. */
    public static int gpus() {
        Engine engine = Engine.getEngine(NAME);
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    /** The versions, the device and the number of threads that compute here, for the policy's record. */
    public static Build build(ComputeDevice device) {
        String version = TensorEngine.class.getPackage().getImplementationVersion();
        return new Build(
                version == null ? "development" : version,
                NAME + " " + Engine.getEngine(NAME).getVersion(),
                device.toString(),
                THREADS,
                System.getProperty("os.arch"));
    }
}
