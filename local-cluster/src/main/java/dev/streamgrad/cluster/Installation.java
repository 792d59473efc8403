package dev.streamgrad.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of this Streamgrad besides the command's own class path. Nothing is read before a method is called. */
public sealed interface Installation permits Archive, Checkout {

    /** The one that a command belongs to: its main class lies in a jar of an unpacked archive, or in a folder of a checkout. */
    static Installation of(Class<?> main) {
        Path source = sourceOf(main);
        return Files.isDirectory(source)
                ? new Checkout(source.resolve("../../..").normalize())
                : new Archive(source.resolve("../..").normalize());
    }

    /** The jar or folder that a class was loaded from. */
    static Path sourceOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder that holds everything. */
    Path home();

    /** The Compose file that describes the local cluster. */
    Path composeFile();

    /** The Flink job; its manifest names the main class. */
    Path jobJar();

    /** For Flink's {@code lib/}: Flink, and DJL with its natives. */
    List<Path> flinkJars() throws IOException;

    /** Flink's plugins, a folder each. */
    Path flinkPlugins();

    /** The class path of a simulator. */
    String simulatorClassPath() throws IOException;
}
