package dev.streamgrad.benchmarks.fuzz;

import java.lang.management.ManagementFactory;

/**
 * What Jazzer runs: decodes bytes with the target that its argument names. A finding is any exception that the decoder does not
 * declare, and any allocation beyond {@link #mostAllocated}.
 */
public final class DecoderFuzzer {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A message that names every fault of a spec takes 0.4 MiB, and 4.2 where Jazzer has instrumented its making. */
    private static final long ALLOCATED_ANYWAY = 16 << 20;

    /** A number of one byte becomes an object in a list that grows; a map's entry of nine bytes takes some 200, twice. */
    private static final long ALLOCATED_PER_BYTE = 128;

    private static final int MOST_REPETITIONS = 10;

    private static FuzzTarget target = FuzzTarget.TRANSITION_BLOCK;

    private DecoderFuzzer() {}

    /** Called by Jazzer once, with {@code --target_args}. */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.titled(arguments[0]);
    }

    /** Called by Jazzer with every input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        decode(target, bytes);
    }

    /** Decodes, and returns whether the bytes were a record. */
    static boolean decode(FuzzTarget target, byte[] bytes) {
        long allocated = allocated(target, bytes);
        for (int again = 0; again < MOST_REPETITIONS && allocated > mostAllocated(bytes); again++) {
            allocated = allocated(target, bytes); // classes may have been loaded, linked and instrumented before
        }
        if (allocated > mostAllocated(bytes)) {
            throw new AssertionError(
                    target.title() + " allocated " + allocated + " bytes for a record of " + bytes.length + " bytes");
        }
        return target.decode(bytes);
    }

    private static long allocated(FuzzTarget target, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.decode(bytes);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** What a record of that length justifies. */
    private static long mostAllocated(byte[] bytes) {
        return ALLOCATED_ANYWAY + ALLOCATED_PER_BYTE * bytes.length;
    }
}
