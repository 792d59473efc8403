package dev.streamgrad.job.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of the process outside the Java heap: arrays of the engine, network buffers, code. */
final class NativeMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private NativeMemory() {}

    /**
     * Resident bytes minus the committed heap. A lower bound, since committed heap that was never touched is not resident; −1 if the
     * operating system does not report it.
     */
    static long bytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .map(resident -> Math.max(0, resident - Runtime.getRuntime().totalMemory()))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
