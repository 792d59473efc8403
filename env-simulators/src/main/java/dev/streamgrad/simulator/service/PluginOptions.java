package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.plugin.EnvironmentPlugins;
import dev.streamgrad.environment.plugin.PluginException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --plugins}, for all commands that use environments. */
public final class PluginOptions {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    @Option(
            names = "--plugins",
            paramLabel = "PATH",
            defaultValue = "${env:STREAMGRAD_PLUGINS}",
            description =
                    "A jar with environments, or a directory of jars; may be repeated (default: the paths in STREAMGRAD_PLUGINS).")
    private List<String> paths = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /**
     * The built-in environments and those of the plug-ins.
     *
     * @throws CommandLine.ParameterException if a plug-in cannot be used
     */
    public EnvironmentRegistry registry() {
        try {
            return EnvironmentPlugins.load(paths());
        } catch (PluginException | InvalidPathException e) {
            throw new CommandLine.ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Checks that the environment of a finished or interrupted run is here.
     *
     * @throws CommandLine.ParameterException if it is not, or is different
     */
    public void require(EnvironmentRegistry registry, EnvironmentSpec environment) {
        try {
            registry.create(environment);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    e.getMessage() + " If the environment is of a plug-in, name the plug-in of the run with --plugins.",
                    e);
        }
    }

    /** The paths as given; the environment variable has several, as a class path has. A path that exists is one, whatever is in its name. */
    public List<Path> paths() {
        return paths.stream()
                .flatMap(text -> Files.exists(Path.of(text)) ? Stream.of(text) : Arrays.stream(SEPARATOR.split(text)))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .toList();
    }
}
