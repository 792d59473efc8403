package dev.streamgrad.cluster;

import dev.streamgrad.cluster.jvm.AddressedHttpServerProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds commands that start a container's JVM. The JVM resolves host names with a hosts file, so that the containers' names are valid.
 *
 * @param hosts hosts file with the name and address of every container
 * @param logging Log4j's configuration file
 * @param additions class path of {@link AddressedHttpServerProvider}
 */
record Jvm(Path hosts, Path logging, Path additions) {

    /** Packages of {@code java.base} that Flink's default configuration opens on Java 17. */
    private static final List<String> OPENED =
            List.of("java.lang", "java.net", "java.nio", "java.time", "java.util", "java.util.concurrent");

    /** Options with which the JVM's HTTP servers for all interfaces are bound to {@code address} only. */
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
