package dev.streamgrad.training.host;

import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The virtual environment with the Python client that a checkout or an archive of Streamgrad makes for itself, on first use. Processes that
 * need it at the same time make it once.
 */
final class VirtualEnvironment {

    private static final String CLIENT = "clients/python";
    private static final String INSTALLED = "streamgrad.installed";

    private final Path home;
    private final Path directory;
    private final Consumer<String> say;

    /**
     * The virtual environment of an installation.
     *
     * @param home directory of the installation
     * @param cache directory for files that can be made again
     * @param say receives a sentence about each installation
     */
    VirtualEnvironment(Path home, Path cache, Consumer<String> say) {
        this.home = home.toAbsolutePath().normalize();
        this.say = say;
        directory = cache.toAbsolutePath()
                .resolve("python-" + Integer.toHexString(this.home.toString().hashCode()));
    }

    /** The user's directory for files that can be made again. */
    static Path cache() {
        return Stream.of(
                        set(System.getenv("XDG_CACHE_HOME")),
                        set(System.getenv("HOME")).map(home -> home + "/.cache"),
                        set(System.getProperty("user.home")).map(home -> home + "/.cache"))
                .flatMap(Optional::stream)
                .findFirst()
                .map(path -> Path.of(path, "streamgrad"))
                .orElseThrow(
                        () -> new UserException(
                                "There is no directory for the virtual environment of environments in"
                                        + " Python; set XDG_CACHE_HOME, or name an interpreter that has the package streamgrad with --python."));
    }

    /** A value that is known; Java's name for an unknown home is a question mark. */
    private static Optional<String> set(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank() && !text.equals("?"));
    }

    /** Its interpreter; makes the environment if it is missing, does not run, or if the client's requirements have changed. */
    PythonInterpreter interpreter() {
        String wanted = KeptFile.text(
                home.resolve(CLIENT).resolve("pyproject.toml"),
                "Python client",
                "restore it, or name an interpreter that has the package streamgrad with --python.");
        return made(wanted)
                .orElseGet(() -> alone(() -> {
                    Optional<PythonInterpreter> there = made(wanted); // another process was faster
                    if (there.isPresent()) {
                        return there.get();
                    }
                    make();
                    Files.writeString(directory.resolve(INSTALLED), wanted);
                    return new PythonInterpreter(executable());
                }));
    }

    /** Installs a package into it, such as {@code gymnasium[box2d]}. */
    void install(String requirement) {
        alone(() -> {
            say.accept("Installing " + requirement + " in " + directory + " ...");
            pip(requirement);
            return requirement;
        });
    }

    private Optional<PythonInterpreter> made(String wanted) {
        try {
            return Files.readString(directory.resolve(INSTALLED)).equals(wanted)
                    ? Optional.of(new PythonInterpreter(executable()))
                    : Optional.empty();
        } catch (IOException | UserException e) { // it is not there, or its Python was removed
            return Optional.empty();
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Does the work while no other process changes the environment. */
    private <T> T alone(Work<T> work) {
        try {
            Files.createDirectories(directory.getParent());
            try (FileChannel channel = FileChannel.open(
                    directory.resolveSibling(directory.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                return work.run();
            }
        } catch (IOException e) {
            throw new FailedException(
                    "Cannot make the virtual environment " + directory + " (" + e
                            + "); set XDG_CACHE_HOME to another directory, or name an interpreter that has the package streamgrad"
                            + " with --python.",
                    e);
        }
    }

    private void make() {
        say.accept("Making a virtual environment for environments in Python, once, in " + directory
                + ": the Python client with numpy, fastavro and confluent-kafka, and Gymnasium ...");
        PythonInterpreter.Output made =
                new PythonInterpreter(system()).run("-m", "venv", "--clear", directory.toString());
        if (made.status() != 0) {
            throw new UserException("Python cannot make the virtual environment " + directory + ": "
                    + PythonInterpreter.lastLine(made.text() + made.errors())
                    + " Install Python's venv (Debian: python3-venv), or name an interpreter that has the package"
                    + " streamgrad with --python.");
        }
        pip("--editable", home.resolve(CLIENT) + "[gymnasium]");
    }

    private void pip(String... what) {
        String[] arguments = Stream.concat(
                        Stream.of("-m", "pip", "install", "--quiet", "--disable-pip-version-check"), Stream.of(what))
                .toArray(String[]::new);
        PythonInterpreter.Output installed = new PythonInterpreter(executable()).run(arguments);
        if (installed.status() != 0) {
            throw new FailedException("pip cannot install " + what[what.length - 1] + " in " + directory + ": "
                    + PythonInterpreter.lastLine(installed.errors())
                    + " Check the connection and try again, or name an interpreter that has it with --python.");
        }
    }

    /** The interpreter on the path that makes the environment. */
    private static String system() {
        return File.separatorChar == '/' ? "python3" : "python";
    }

    private String executable() {
        return directory
                .resolve(File.separatorChar == '/' ? "bin/python" : "Scripts/python.exe")
                .toString();
    }
}
