package dev.streamgrad.process;

import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which every program starts: logging, then native libraries, then threads.
 *
 * <p>Log4j loads a native library of the JDK when it is first used. PyTorch's native library requests a logger when it is loaded. Each
 * step holds a lock that the other one needs, so two threads that run them at the same time deadlock. In this order both steps are
 * complete before there is a second thread.
 */
public final class ProcessStart {

    private static final String LOG_SETTINGS = "log4j2.configurationFile";

    private ProcessStart() {}

    /**
     * Initialises logging; must be the first step of a program. Logs the names of threads that were started before.
     *
     * @param settings the configuration, a resource; one that the user sets on the command line takes precedence
     */
    public static void logging(String settings) {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, settings);
        }
        report("Logging is", otherThreads());
    }

    /**
     * Loads native libraries; the second step of a program that has any. Logs the names of threads that were started before.
     *
     * @param load loads them
     */
    public static void natives(Runnable load) {
        List<String> early = otherThreads();
        load.run();
        report("Native libraries are", early);
    }

    private static void report(String what, List<String> early) {
        Logger log = LoggerFactory.getLogger(ProcessStart.class);
        if (early.isEmpty()) {
            log.info("{} ready; no thread was started before.", what);
        } else {
            log.warn("{} ready too late: threads were started before, {}.", what, String.join(", ", early));
        }
    }

    /** The names of the program's threads except this one. The JVM's own threads are in other groups. */
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
