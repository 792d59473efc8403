package dev.streamgrad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command as a process of its own, on the tests' class path; it ends with the test at the latest. */
public final class CommandProcess {

    private CommandProcess() {}

    /** Starts it; what it says is added to a file. */
    public static Process start(Path output, String... arguments) throws IOException {
        return start(Main.class, output, Map.of(), arguments);
    }

    /** Starts it with some more variables of the environment. */
    static Process start(Path output, Map<String, String> environment, String... arguments) throws IOException {
        return start(Main.class, output, environment, arguments);
    }

    /** Starts another program. */
    public static Process start(Class<?> main, Path output, String... arguments) throws IOException {
        return start(main, output, Map.of(), arguments);
    }

    private static Process start(Class<?> main, Path output, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(command(main));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        process.environment().putAll(environment);
        return ChildProcesses.start(process);
    }

    /** A program on the tests' class path, without its arguments. */
    static List<String> command(Class<?> main) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A shell lets its background jobs ignore SIGINT, and so do their children, unless told otherwise.
            command.addAll(List.of("env", "--default-signal=INT,HUP"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC"));
        for (String name : List.of("lang", "net", "nio", "time", "util", "util.concurrent")) {
            command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        return command;
    }
}
