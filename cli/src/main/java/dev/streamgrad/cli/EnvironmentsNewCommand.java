package dev.streamgrad.cli;

import dev.streamgrad.cluster.Installation;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a project for an environment of the user. */
@Command(
        name = "new",
        description =
                "Writes a Maven project with a small environment, its provider and a test; it builds and trains as it is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EnvironmentsNewCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Directory of the project; missing or empty.")
    private Path directory = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the environment, such as inventory-control (default: the name of DIR).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description =
                    "Maven repository that has streamgrad-environments (default: that of the unpacked archive, or those that Maven knows).")
    private Optional<String> repository = Optional.empty();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        Optional<String> found = repository.or(this::ofTheArchive);
        EnvironmentProject project = new EnvironmentProject(
                name.orElseGet(() -> String.valueOf(target.getFileName())), Version.number(), found);
        checkEmpty(target);
        try {
            project.write(target);
        } catch (IOException e) {
            throw new UserException("The project cannot be written to " + target + " (" + e + ").", e);
        }
        PrintWriter out = command.commandLine().getOut();
        out.println("Wrote the environment " + project.id() + " to " + directory + ".");
        if (found.isEmpty()) {
            out.println("Maven must know dev.streamgrad:streamgrad-environments; name a repository that has it with"
                    + " --repository (docs/train-your-own-environment.md).");
        }
        out.println("Next: cd " + directory + " && mvn package && streamgrad train --plugins " + project.jar()
                + " --env " + project.id());
        out.flush();
        return 0;
    }

    /** The repository of the unpacked archive that this command belongs to; empty in a checkout. */
    private Optional<String> ofTheArchive() {
        Path folder =
                Installation.sourceOf(Main.class).resolve("../../repository").normalize();
        return Files.isDirectory(folder.resolve("dev/streamgrad"))
                ? Optional.of(folder.toUri().toString())
                : Optional.empty();
    }

    private void checkEmpty(Path target) throws IOException {
        if (Files.notExists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new UserException(directory + " is a file; name a directory that is missing or empty.");
        }
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new UserException("The directory " + directory + " is not empty; name another one.");
            }
        }
    }
}
