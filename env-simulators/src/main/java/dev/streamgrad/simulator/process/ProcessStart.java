package dev.streamgrad.simulator.process;

import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which every program starts: logging, then native libraries, then threads.
 *
 * <p>Log4j loads a native library of the JDK's when it is first used. PyTorch's native library asks for a logger when it is loaded. Each
 * step holds a lock that the other one needs, so two threads that take them at once wait for each other for ever. In this order both are
 * over before there is a second thread.
 */
public final class ProcessStart {

    private static final String LOG_SETTINGS = "log4j2.configurationFile";

    private ProcessStart() {}

    /**
     * Initialises logging: the first thing that a program does. Threads that were started before are named in the log.
     *
     * @param settings the configuration, a resource; one that the user names at the command line comes before it
     */
    public static void logging(String settings) {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, settings);
        }
        tell("Logging is", otherThreads());
    }

    /**
     * Loads native libraries: the second thing, for a program that has any. Threads that were started before are named in the log.
     *
     * @param load loads them
     */
    public static void natives(Runnable load) {
        List<String> early = otherThreads();
        load.run();
        tell("Native libraries are", early);
    }

    private static void tell(String what, List<String> early) {
        Logger log = LoggerFactory.getLogger(ProcessStart.class);
        if (early.isEmpty()) {
            log.info("{} ready; no thread was started before.", what);
        } else {
            log.warn("{} ready too late: threads were started before, {}.", what, String.join(", ", early));
        }
    }

    /** The program's threads besides this one; the JVM's own are in other groups. */
    static List<String> otherThreads() {
        Thread self = Thread.currentThread();
        ThreadGroup own = Objects.requireNonNull(self.getThreadGroup());
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.equals(self) && own.parentOf(thread.getThreadGroup()))
                .map(Thread::getName)
                .sorted()
                .toList();
    }
}
