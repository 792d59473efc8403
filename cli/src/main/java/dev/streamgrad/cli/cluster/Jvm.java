package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.cluster.jvm.AddressedHttpServerProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM for a container: its host names come from a hosts file, so that what is configured for containers resolves here.
 *
 * @param hosts name and address of every service
 * @param logging Log4j's configuration
 * @param additions classes that bind HTTP servers to an address
 */
record Jvm(Path hosts, Path logging, Path additions) {

    /** What Flink's configuration asks of a JVM of version 17. */
    private static final List<String> OPENED =
            List.of("java.lang", "java.net", "java.nio", "java.time", "java.util", "java.util.concurrent");

    /** Options of a JVM whose HTTP servers are bound to {@code address} where they ask for all interfaces. */
    List<String> bound(String address) {
        return List.of(
                "--add-exports",
                "jdk.httpserver/sun.net.httpserver=ALL-UNNAMED",
                "-Dcom.sun.net.httpserver.HttpServerProvider=" + AddressedHttpServerProvider.class.getName(),
                "-D" + AddressedHttpServerProvider.ADDRESS + "=" + address);
    }

    List<String> command(List<String> options, String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        for (String opened : OPENED) {
            command.addAll(List.of("--add-opens", "java.base/" + opened + "=ALL-UNNAMED"));
        }
        command.add("-Djdk.net.hosts.file=" + hosts);
        command.add("-Dlog4j2.configurationFile=" + logging.toUri().toString().replace(",", "%2C")); // a list
        command.addAll(List.of("-cp", classPath + File.pathSeparator + additions, main));
        command.addAll(arguments);
        return command;
    }
}
