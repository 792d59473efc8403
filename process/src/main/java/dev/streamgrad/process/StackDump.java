package dev.streamgrad.process;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** A readable dump of all threads: the stack, the lock that a thread waits for, and the thread that holds that lock. */
final class StackDump {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean(); // created before anything can hang

    /** Dumps all threads. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : threads.dumpAllThreads(true, true)) {
            append(thread, text);
        }
        return text.toString();
    }

    private static void append(ThreadInfo thread, StringBuilder text) {
        text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
        LockInfo awaited = thread.getLockInfo();
        if (awaited != null) {
            text.append(", waits for ").append(awaited);
        }
        if (thread.getLockOwnerName() != null) {
            text.append(", held by \"").append(thread.getLockOwnerName()).append('"');
        }
        text.append('\n');
        StackTraceElement[] stack = thread.getStackTrace();
        for (int depth = 0; depth < stack.length; depth++) {
            text.append("    at ").append(stack[depth]).append('\n');
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.append("    - holds ").append(monitor).append('\n');
                }
            }
        }
        for (LockInfo lock : thread.getLockedSynchronizers()) {
            text.append("    - holds ").append(lock).append('\n');
        }
        text.append('\n');
    }
}
