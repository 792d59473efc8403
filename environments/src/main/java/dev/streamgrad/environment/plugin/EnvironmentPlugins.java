package dev.streamgrad.environment.plugin;

import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentProvider;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Loads environments from plug-ins. Each jar has its own class loader below that of the application, so two plug-ins may contain
 * different versions of a library. The loaders stay open until the process ends.
 */
public final class EnvironmentPlugins {

    private EnvironmentPlugins() {}

    /**
     * Returns the built-in environments and those of the plug-ins.
     *
     * @param paths jars, directories of jars, or directories of classes
     * @throws PluginException if a plug-in cannot be used, or two environments have one id
     */
    public static EnvironmentRegistry load(List<Path> paths) {
        Set<Path> plugins = new LinkedHashSet<>();
        paths.forEach(path -> PluginPath.plugins(path).forEach(plugin -> plugins.add(real(plugin))));
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        for (Path plugin : plugins) {
            for (EnvironmentEntry entry : entries(plugin)) {
                checkNew(entry.id(), plugin, registry);
                checkSpaces(entry, plugin);
                registry = registry.with(entry, plugin.toString());
            }
        }
        return registry;
    }

    private static Path real(Path plugin) {
        try {
            return plugin.toRealPath();
        } catch (IOException e) {
            throw new PluginException("The plug-in " + plugin + " cannot be read: " + e, e);
        }
    }

    private static List<EnvironmentEntry> entries(Path plugin) {
        ClassLoader loader = PluginPath.loader(plugin);
        List<EnvironmentEntry> entries = new ArrayList<>();
        try {
            for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class, loader)) {
                if (provider.getClass().getClassLoader() == loader) {
                    entries.addAll(List.copyOf(provider.environments())); // rejects null
                }
            }
        } catch (UnsupportedClassVersionError e) {
            throw new PluginException(
                    "The plug-in " + plugin + " is compiled for a newer Java than this one, "
                            + Runtime.version().feature() + " (" + e.getMessage()
                            + "); compile it with --release "
                            + Runtime.version().feature()
                            + ", or run Streamgrad with a newer Java.",
                    e);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
            throw new PluginException(
                    "The provider of the plug-in " + plugin + " cannot be loaded: " + e + cause
                            + "; correct it, and build it against this release, with its libraries in the jar.",
                    e);
        }
        if (entries.isEmpty()) {
            throw new PluginException("The plug-in " + plugin
                    + " provides no environment; return at least one from EnvironmentProvider.environments().");
        }
        return entries;
    }

    private static void checkNew(String id, Path plugin, EnvironmentRegistry registry) {
        if (!registry.knows(id)) {
            return;
        }
        throw new PluginException("The plug-in " + plugin + " provides the environment " + id + ", but "
                + other(registry.origin(id), plugin.toString()));
    }

    private static String other(String origin, String plugin) {
        if (origin.equals(EnvironmentRegistry.BUILT_IN)) {
            return "a built-in environment has that id; choose another id.";
        }
        return origin.equals(plugin)
                ? "provides it twice; choose another id for one of them."
                : "the plug-in " + origin + " provides one of that id, too; leave out one of the plug-ins.";
    }

    private static void checkSpaces(EnvironmentEntry entry, Path plugin) {
        try {
            Environment instance = entry.create(Map.of());
            if (!instance.observationSpace().equals(entry.observationSpace())
                    || !instance.actionSpace().equals(entry.actionSpace())) {
                throw new PluginException("The plug-in " + plugin + " declares other spaces for " + entry.id()
                        + " than its instances have; create the entry with EnvironmentEntry.of, which takes them from an"
                        + " instance.");
            }
        } catch (PluginException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new PluginException("The plug-in " + plugin + " is not usable. " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new PluginException(
                    "The plug-in " + plugin + " is not usable: its environment " + entry.id() + " failed: " + e, e);
        }
    }
}
