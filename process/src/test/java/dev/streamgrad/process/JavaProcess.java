package dev.streamgrad.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts programs as separate processes on the tests' class path. They end with the test at the latest. */
public final class JavaProcess {

    private JavaProcess() {}

    /** Starts a program; appends its output to a file. */
    public static Process start(Class<?> main, Path output, String... arguments) throws IOException {
        return start(main, output, Map.of(), arguments);
    }

    /** Starts a program with additional environment variables. */
    public static Process start(Class<?> main, Path output, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(command(main));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        process.environment().putAll(environment);
        return ChildProcesses.start(process);
    }

    /** The command for a program on the tests' class path, without arguments of the program. */
    public static List<String> command(Class<?> main) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // Background jobs of a shell ignore SIGINT, and so do their children, unless the default is restored.
            command.addAll(List.of("env", "--default-signal=INT,HUP"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1")); // it runs for seconds
        for (String name : List.of("lang", "net", "nio", "time", "util", "util.concurrent")) {
            command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        return command;
    }
}
