package dev.streamgrad.cli;

import dev.streamgrad.cluster.Installation;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.host.InPython;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The Python interpreter for environments in Python. */
final class PythonOptions {

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description =
                    "Python interpreter that has the package streamgrad, for environments in Python (default: a virtual"
                            + " environment, made on first use).")
    private Optional<String> interpreter = Optional.empty();

    /**
     * The environments of this process and those in Python.
     *
     * @param registry the environments of this process
     * @param say receives a sentence about each installation
     * @param elsewhere whether a spec may name environments that simulators elsewhere act
     */
    Environments environments(EnvironmentRegistry registry, Consumer<String> say, boolean elsewhere) {
        Path home = Installation.of(Main.class).home();
        return new Environments(registry, Optional.of(new InPython(interpreter, home, say)), elsewhere);
    }
}
