package dev.streamgrad.training.host;

import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("streamgrad");
    }

    /** Its interpreter; makes the environment if it is missing, or if the client's requirements have changed. */
    PythonInterpreter interpreter() {
        Path project = home.resolve(CLIENT).resolve("pyproject.toml");
        try {
            Files.createDirectories(directory.getParent());
            try (FileChannel channel = FileChannel.open(
                            directory.resolveSibling(directory.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                String wanted = Files.readString(project);
                Path mark = directory.resolve(INSTALLED);
                if (!lock.isValid()
                        || !Files.exists(mark)
                        || !Files.readString(mark).equals(wanted)) {
                    make();
                    Files.writeString(mark, wanted);
                }
            }
        } catch (IOException e) {
            throw new FailedException(
                    "Cannot make the virtual environment " + directory + " (" + e.getMessage()
                            + "); name an interpreter that has the package streamgrad with --python.",
                    e);
        }
        return new PythonInterpreter(executable());
    }

    /** Installs a package into it, such as {@code gymnasium[box2d]}. */
    void install(String requirement) {
        say.accept("Installing " + requirement + " in " + directory + " ...");
        pip(requirement);
    }

    private void make() {
        say.accept("Making a virtual environment for environments in Python, once, in " + directory
                + ": the Python client with numpy, fastavro and confluent-kafka, and Gymnasium ...");
        PythonInterpreter.Output made = new PythonInterpreter(system()).run("-m", "venv", directory.toString());
        if (made.status() != 0) {
            throw new UserException("Python cannot make the virtual environment " + directory + ": "
                    + last(made.text() + made.errors())
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
                    + last(installed.errors())
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

    /** The last line of a message that says something. */
    private static String last(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce("", (first, second) -> second)
                .strip();
    }
}
