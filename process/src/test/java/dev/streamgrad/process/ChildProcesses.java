package dev.streamgrad.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends all processes that tests start, with their descendants: a test's processes after the test, and all processes of a test class after
 * the class, also on failure. JUnit registers this extension automatically, so that no test can forget it.
 */
public final class ChildProcesses
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Set<ProcessHandle> STARTED = ConcurrentHashMap.newKeySet();

    private final Set<ProcessHandle> beforeAll = new HashSet<>();
    private final Set<ProcessHandle> beforeEach = new HashSet<>();

    /** Starts a process. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        STARTED.add(process.toHandle());
        return process;
    }

    /** Runs a program to its end; returns its output. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Sends a signal, such as INT. */
    public static void signal(Process process, String name) throws IOException, InterruptedException {
        run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        beforeAll.addAll(ProcessHandle.current().descendants().toList());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        beforeEach.clear();
        beforeEach.addAll(STARTED);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(STARTED.stream().filter(process -> !beforeEach.contains(process)).collect(Collectors.toSet()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(ProcessHandle.current()
                .descendants()
                .filter(process -> !beforeAll.contains(process))
                .collect(Collectors.toSet()));
        STARTED.clear();
        beforeAll.clear();
    }

    private static void end(Set<ProcessHandle> processes) {
        List<ProcessHandle> all = new ArrayList<>(processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .toList());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        STARTED.removeAll(processes);
    }
}
