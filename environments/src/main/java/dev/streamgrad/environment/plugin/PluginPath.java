package dev.streamgrad.environment.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds the plug-ins of a path: a jar, a directory of jars, or a directory of classes. */
final class PluginPath {

    /** The file that names the providers of a plug-in. */
    static final String SERVICES = "META-INF/services/dev.streamgrad.environment.EnvironmentProvider";

    private PluginPath() {}

    /**
     * The jars and directories of classes, each of which gets a class loader. None for an empty directory, such as one that is mounted
     * into a container.
     */
    static List<Path> plugins(Path path) {
        if (Files.notExists(path)) {
            throw new PluginException("There is no plug-in at " + path + "; name a jar, or a directory of jars.");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> content =
                    files.filter(file -> !isOfAVolume(file)).sorted().toList();
            List<Path> jars = content.stream()
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
            return jars.isEmpty() && !content.isEmpty() ? List.of(path) : jars;
        } catch (IOException e) {
            throw new PluginException("The directory of plug-ins " + path + " cannot be read: " + e, e);
        }
    }

    /** Whether an entry of a directory is there because the directory is a volume, such as lost+found. */
    private static boolean isOfAVolume(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.startsWith(".") || name.equals("lost+found");
    }

    /** A class loader for one plug-in, below the loader of the application. The plug-in names at least one provider. */
    static URLClassLoader loader(Path plugin) {
        checkReadable(plugin);
        try {
            URL[] urls = {plugin.toUri().toURL()};
            URLClassLoader loader = new URLClassLoader(plugin.toString(), urls, PluginPath.class.getClassLoader());
            if (loader.findResource(SERVICES) == null) {
                throw new PluginException("The plug-in " + plugin
                        + " has no provider of environments; it needs the file " + SERVICES
                        + " with the class name of its EnvironmentProvider.");
            }
            return loader;
        } catch (MalformedURLException e) {
            throw new PluginException("The path " + plugin + " cannot be a plug-in: " + e.getMessage(), e);
        }
    }

    private static void checkReadable(Path plugin) {
        if (Files.isDirectory(plugin)) {
            return;
        }
        try (JarFile jar = new JarFile(plugin.toFile())) {
            jar.getManifest();
        } catch (IOException e) {
            throw new PluginException(
                    "The plug-in " + plugin + " is not a readable jar (" + e.getMessage()
                            + "); build or copy it again.",
                    e);
        }
    }
}
